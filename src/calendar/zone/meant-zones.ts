import { windowsZones } from "./windows-zones";

/**
 * Abbreviations and cities (with several meanings, the best known one) and countries with one timezone, without an IANA
 * name of their own, in lower case with single blanks.
 */
const writtenFor: Readonly<Record<string, string>> = {
  "America/Los_Angeles":
    "pst, pdt, pt, pst8, seattle, san francisco, san diego, san jose, sacramento, las vegas, portland",
  "America/Denver": "mdt, mt, mst7, salt lake city",
  "America/Chicago": "cst, cdt, ct, cst6, houston, dallas, austin, san antonio, minneapolis, st louis",
  "America/New_York": "edt, et, est5, boston, washington, philadelphia, miami, atlanta, orlando, pittsburgh",
  "America/Anchorage": "akst, akdt",
  "Pacific/Honolulu": "hst10",
  "America/Toronto": "ottawa",
  "America/Puerto_Rico": "san juan",
  "America/Sao_Paulo": "brt, rio de janeiro, brasilia",
  "Europe/London":
    "bst, british summer time, manchester, birmingham, edinburgh, glasgow, england, scotland, wales, uk, united kingdom",
  "Europe/Dublin": "ireland",
  "Europe/Berlin": "cest, munich, frankfurt, hamburg, cologne, stuttgart, germany",
  "Europe/Paris": "lyon, marseille, france",
  "Europe/Madrid": "barcelona, valencia",
  "Europe/Rome": "milan, naples, turin, italy",
  "Europe/Zurich": "geneva, basel, bern, switzerland",
  "Europe/Amsterdam": "rotterdam, the hague, netherlands, the netherlands",
  "Europe/Brussels": "antwerp, belgium",
  "Europe/Warsaw": "krakow",
  "Europe/Stockholm": "gothenburg, sweden",
  "Europe/Helsinki": "eest, finland",
  "Europe/Oslo": "norway",
  "Europe/Copenhagen": "denmark",
  "Europe/Vienna": "austria",
  "Europe/Athens": "greece",
  "Europe/Lisbon": "west, porto",
  "Europe/Moscow": "msk, st petersburg",
  "Asia/Dubai": "abu dhabi, united arab emirates",
  "Asia/Kolkata": "ist, delhi, new delhi, mumbai, bangalore, bengaluru, chennai, hyderabad, pune, india",
  "Asia/Shanghai": "beijing, shenzhen, guangzhou, china",
  "Asia/Singapore": "sgt",
  "Asia/Hong_Kong": "hkt",
  "Asia/Tokyo": "jst, osaka, kyoto, yokohama, nagoya",
  "Asia/Seoul": "kst, busan, south korea",
  "Asia/Ho_Chi_Minh": "hanoi, vietnam",
  "Asia/Baghdad": "iraq",
  "Asia/Bangkok": "thailand",
  "Asia/Karachi": "pakistan",
  "Asia/Manila": "philippines",
  "Asia/Riyadh": "saudi arabia",
  "Asia/Taipei": "taiwan",
  "Indian/Maldives": "male",
  "Australia/Sydney": "aest, aedt",
  "Pacific/Auckland": "nzst, nzdt, wellington, new zealand",
  "Africa/Johannesburg": "cape town, durban, pretoria, south africa",
  UTC: "z, coordinated universal time",
};

/** The IANA names by what people write instead: abbreviations, cities and Windows' names, in lower case. */
export const meantZones: ReadonlyMap<string, string> = new Map([
  ...windowsZones,
  ...Object.entries(writtenFor).flatMap(([zone, texts]) =>
    texts.split(", ").map((text) => [text, zone] as const),
  ),
]);
