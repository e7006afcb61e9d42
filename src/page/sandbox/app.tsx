import { useCallback, useEffect, useState } from "preact/hooks";
import type { SandboxView } from "../../sandbox/local/view";
import type { Zone } from "../model/sandbox/time";
import { OneOf } from "../parts/choice";
import { ThemeButton } from "../parts/theme";
import { Clock } from "./clock";
import { useLive } from "./live";
import { Requests } from "./requests";
import { Runs } from "./runs";
import { Schedules } from "./schedules";
import { Workflows } from "./workflows";

/** The whole page. It shows what the sandbox has, and asks again every second. */
export function App() {
  const [{ view, ahead, isConnected }, refresh] = useLive();
  const [zone, setZone] = useZone();
  return (
    <>
      {!isConnected && (
        <p class="lost" role="alert">
          The sandbox does not answer. It was probably stopped: start it again with{" "}
          <code>npx pulumi-skyvern sandbox</code>. This page then continues by itself.
        </p>
      )}
      <header class="top">
        <Clock view={view} ahead={ahead} zone={zone} refresh={refresh} />
        <div class="tools">
          <OneOf
            legend="Times in"
            name="zone"
            values={[
              ["local", "Your time"],
              ["utc", "UTC"],
            ]}
            value={zone}
            onChange={setZone}
          />
          <ThemeButton />
        </div>
      </header>
      {view === undefined ? (
        <p class="nothing">{isConnected && "Asking the sandbox…"}</p>
      ) : (
        <Content view={view} ahead={ahead} zone={zone} />
      )}
    </>
  );
}

function Content({ view, ahead, zone }: { view: SandboxView; ahead: number; zone: Zone }) {
  return (
    <main>
      <div class="columns">
        <Schedules view={view} ahead={ahead} zone={zone} />
        <Runs view={view} zone={zone} />
      </div>
      <Requests view={view} zone={zone} />
      <Workflows view={view} />
    </main>
  );
}

/** The zone, kept in the address. */
function useZone(): readonly [Zone, (zone: Zone) => void] {
  const read = (): Zone => (location.hash === "#utc" ? "utc" : "local");
  const [zone, setZone] = useState(read);
  useEffect(() => {
    const update = () => setZone(read());
    addEventListener("hashchange", update);
    return () => removeEventListener("hashchange", update);
  }, []);
  const choose = useCallback((chosen: Zone) => {
    history.replaceState(null, "", chosen === "utc" ? "#utc" : location.pathname);
    setZone(chosen);
  }, []);
  return [zone, choose];
}
