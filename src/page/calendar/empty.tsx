import type { CalendarData } from "../../cli/calendar/calendar-data";
import { ThemeButton } from "../parts/theme";

const hints: Readonly<Record<CalendarData["source"], readonly [string, string, string]>> = {
  file: [
    "This file has no schedules yet.",
    "Add one below `schedules:`, and write the page again.",
    `schedules:
  nightly-invoices:
    workflow: Collect invoices
    cron: "0 2 * * *"
    timezone: Europe/Berlin`,
  ],
  stack: [
    "This stack has no schedules yet.",
    "Start with a file and a program that reads it. The first preview shows what it creates.",
    "npx pulumi-skyvern init",
  ],
  account: [
    "This account has no schedules yet.",
    "Start with a file and a program that reads it. Or create schedules on Skyvern's page, and import them.",
    "npx pulumi-skyvern init\nnpx pulumi-skyvern import",
  ],
};

/** The page of a calendar without schedules: what to do next. */
export function EmptyPage({ data }: { readonly data: CalendarData }) {
  const [what, advice, code] = hints[data.source];
  return (
    <>
      <header class="top">
        <div>
          <p class="over">Calendar of schedules</p>
          <h1>
            <bdi>{data.title}</bdi>
          </h1>
        </div>
        <div class="tools">
          <ThemeButton />
        </div>
      </header>
      <main class="empty">
        <h2>{what}</h2>
        <p>{advice}</p>
        <pre>{code}</pre>
      </main>
    </>
  );
}
