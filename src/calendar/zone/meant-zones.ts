import { windowsZones } from "./windows-zones";

/**
 * Abbreviations (with several meanings, the best known one) and cities without an IANA name of their own, in lower case
 * with single blanks.
 */
const writtenFor: Readonly<Record<string, string>> = {
  "America/Los_Angeles":
    "pst, pdt, pt, pst8, seattle, san francisco, san diego, san jose, sacramento, las vegas",
  "America/Denver": "mdt, mt, mst7, salt lake city",
  "America/Chicago": "cst, cdt, ct, cst6, houston, dallas, austin, san antonio, minneapolis, st louis",
  "America/New_York": "edt, et, est5, boston, washington, philadelphia, miami, atlanta, orlando, pittsburgh",
  "America/Anchorage": "akst, akdt",
  "Pacific/Honolulu": "hst10",
  "America/Toronto": "ottawa",
  "America/Vancouver": "victoria",
  "America/Sao_Paulo": "brt, rio de janeiro, brasilia",
  "Europe/London": "bst, british summer time, manchester, birmingham, edinburgh, glasgow",
  "Europe/Berlin": "cest, munich, frankfurt, hamburg, cologne, stuttgart",
  "Europe/Paris": "lyon, marseille",
  "Europe/Madrid": "barcelona, valencia",
  "Europe/Rome": "milan, naples, turin",
  "Europe/Zurich": "geneva, basel, bern",
  "Europe/Amsterdam": "rotterdam, the hague",
  "Europe/Brussels": "antwerp",
  "Europe/Warsaw": "krakow",
  "Europe/Stockholm": "gothenburg",
  "Europe/Helsinki": "eest",
  "Europe/Lisbon": "west, porto",
  "Europe/Moscow": "msk, st petersburg",
  "Asia/Dubai": "abu dhabi",
  "Asia/Kolkata": "ist, delhi, new delhi, mumbai, bangalore, bengaluru, chennai, hyderabad, pune",
  "Asia/Shanghai": "beijing, shenzhen, guangzhou",
  "Asia/Singapore": "sgt",
  "Asia/Hong_Kong": "hkt",
  "Asia/Tokyo": "jst, osaka, kyoto, yokohama, nagoya",
  "Asia/Seoul": "kst, busan",
  "Asia/Ho_Chi_Minh": "hanoi",
  "Australia/Sydney": "aest, aedt",
  "Pacific/Auckland": "nzst, nzdt, wellington",
  "Africa/Johannesburg": "cape town, durban, pretoria",
  UTC: "z, coordinated universal time",
};

/** The IANA names by what people write instead: abbreviations, cities and Windows' names, in lower case. */
export const meantZones: ReadonlyMap<string, string> = new Map([
  ...windowsZones,
  ...Object.entries(writtenFor).flatMap(([zone, texts]) =>
    texts.split(", ").map((text) => [text, zone] as const),
  ),
]);
