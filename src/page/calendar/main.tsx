import { render } from "preact";
import type { CalendarData } from "../../cli/calendar/calendar-data";
import { App } from "./app";
import { EmptyPage } from "./empty";

const place = document.getElementById("page");
const json = document.getElementById("data")?.textContent ?? "";

if (place !== null && json !== "") {
  performance.mark("calendar-start");
  const data: CalendarData = JSON.parse(json);
  document.title = `${data.title} · calendar`;
  place.replaceChildren();
  render(data.schedules.length === 0 ? <EmptyPage data={data} /> : <App data={data} />, place);
  // After the browser has drawn the first picture.
  requestAnimationFrame(() => setTimeout(() => performance.mark("calendar-drawn")));
}
