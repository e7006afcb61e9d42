import { useLayoutEffect, useState } from "preact/hooks";

const themes = ["system", "light", "dark"] as const;
type Theme = (typeof themes)[number];
const names: Readonly<Record<Theme, string>> = { system: "Auto", light: "Light", dark: "Dark" };
const storage = "pulumi-skyvern-theme";

function stored(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(storage)) ?? "system";
  } catch {
    // Some browsers refuse storage to files.
    return "system";
  }
}

/** The button that switches between the system's theme, light and dark. */
export function ThemeButton() {
  const [theme, setTheme] = useState(stored);
  useLayoutEffect(() => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem(storage, theme);
    } catch {
      // The choice holds until the page is closed.
    }
  }, [theme]);
  const next = (now: Theme) => themes[(themes.indexOf(now) + 1) % themes.length] ?? "system";
  return (
    <button type="button" class="plain" id="theme" onClick={() => setTheme(next)}>
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.25" class="stroke" />
        <path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" class="fill" />
      </svg>
      <span class="visually-hidden">Theme: </span>
      {names[theme]}
    </button>
  );
}
