import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { SandboxView } from "../../sandbox/local/view";

/** What the page knows of the sandbox. */
export interface Live {
  /** Undefined until the first answer. */
  readonly view: SandboxView | undefined;
  /** How far the sandbox's clock is ahead of this browser's, in milliseconds. */
  readonly ahead: number;
  /** Whether the last request was answered. */
  readonly isConnected: boolean;
}

const usualWait = 1000;
/** After a failure, so that a stopped sandbox costs little. */
const longWait = 3000;

/**
 * Asks the sandbox every second while the page is visible. An answer without a change is empty, and draws nothing.
 *
 * @returns The last answer, and a function that asks at once.
 */
export function useLive(): readonly [Live, () => void] {
  const [live, setLive] = useState<Live>({ view: undefined, ahead: 0, isConnected: true });
  const ask = useRef<() => void>(() => undefined);
  useEffect(() => {
    let etag = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking: AbortController | undefined;
    const look = async () => {
      clearTimeout(timer);
      asking?.abort();
      const mine = new AbortController();
      asking = mine;
      let wait = usualWait;
      try {
        const headers: Record<string, string> = etag === "" ? {} : { "if-none-match": etag };
        const response = await fetch("/sandbox/state", { headers, cache: "no-store", signal: mine.signal });
        const ahead = Date.parse(response.headers.get("x-sandbox-time") ?? "") - Date.now();
        if (response.status === 200) {
          const view: SandboxView = await response.json();
          etag = response.headers.get("etag") ?? "";
          setLive({ view, ahead, isConnected: true });
        } else if (response.status === 304) setLive((before) => unchanged(before, ahead));
        else throw new Error(`The sandbox answered ${response.status}.`);
      } catch {
        if (mine.signal.aborted) return;
        setLive((before) => (before.isConnected ? { ...before, isConnected: false } : before));
        wait = longWait;
      }
      if (!document.hidden) timer = setTimeout(look, wait);
    };
    ask.current = () => void look();
    const onVisible = () => (document.hidden ? clearTimeout(timer) : ask.current());
    document.addEventListener("visibilitychange", onVisible);
    ask.current();
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      clearTimeout(timer);
      asking?.abort();
    };
  }, []);
  return [live, useCallback(() => ask.current(), [])];
}

/** The same object, unless something differs: the time of an answer varies by the time that the answer takes. */
function unchanged(before: Live, ahead: number): Live {
  const isSame = before.isConnected && Math.abs(before.ahead - ahead) < 200;
  return isSame ? before : { ...before, ahead, isConnected: true };
}

/** The time of the sandbox, kept up to date. */
export function useNow(ahead: number, everyMilliseconds: number): number {
  const read = () => {
    const now = Date.now() + ahead;
    return now - (now % everyMilliseconds);
  };
  const [now, setNow] = useState(read);
  useEffect(() => {
    setNow(read());
    const timer = setInterval(() => setNow(read()), Math.min(everyMilliseconds, 1000));
    return () => clearInterval(timer);
  }, [ahead, everyMilliseconds]);
  return now;
}
