/**
 * What people write for a zone and IANA has no name for, in lower case with single blanks: abbreviations (of several
 * meanings the best known one), cities, and Windows' names as CLDR's `windowsZones.xml` maps them.
 */
const writtenFor: Readonly<Record<string, string>> = {
  "America/Los_Angeles":
    "pst, pdt, pt, pst8, seattle, san francisco, san diego, san jose, sacramento, las vegas, pacific standard time",
  "America/Denver": "mdt, mt, mst7, salt lake city, mountain standard time",
  "America/Phoenix": "us mountain standard time",
  "America/Chicago":
    "cst, cdt, ct, cst6, houston, dallas, austin, san antonio, minneapolis, st louis, central standard time",
  "America/New_York":
    "edt, et, est5, boston, washington, philadelphia, miami, atlanta, orlando, pittsburgh, eastern standard time",
  "America/Anchorage": "akst, akdt, alaskan standard time",
  "Pacific/Honolulu": "hst10, hawaiian standard time",
  "America/Toronto": "ottawa",
  "America/Vancouver": "victoria",
  "America/Sao_Paulo": "brt, rio de janeiro, brasilia, e. south america standard time",
  "America/Argentina/Buenos_Aires": "argentina standard time",
  "Europe/London": "bst, manchester, birmingham, edinburgh, glasgow, gmt standard time",
  "Europe/Berlin": "cest, munich, frankfurt, hamburg, cologne, stuttgart, w. europe standard time",
  "Europe/Paris": "lyon, marseille, romance standard time",
  "Europe/Madrid": "barcelona, valencia",
  "Europe/Rome": "milan, naples, turin",
  "Europe/Zurich": "geneva, basel, bern",
  "Europe/Amsterdam": "rotterdam, the hague",
  "Europe/Brussels": "antwerp",
  "Europe/Warsaw": "krakow, central european standard time",
  "Europe/Stockholm": "gothenburg",
  "Europe/Helsinki": "eest, fle standard time",
  "Europe/Lisbon": "west, porto",
  "Europe/Moscow": "msk, st petersburg, russian standard time",
  "Asia/Dubai": "abu dhabi, arabian standard time",
  "Asia/Kolkata":
    "ist, delhi, new delhi, mumbai, bangalore, bengaluru, chennai, hyderabad, pune, india standard time",
  "Asia/Shanghai": "beijing, shenzhen, guangzhou, china standard time",
  "Asia/Singapore": "sgt, singapore standard time",
  "Asia/Hong_Kong": "hkt",
  "Asia/Tokyo": "jst, osaka, kyoto, yokohama, nagoya, tokyo standard time",
  "Asia/Seoul": "kst, busan, korea standard time",
  "Asia/Ho_Chi_Minh": "hanoi",
  "Australia/Sydney": "aest, aedt, aus eastern standard time",
  "Pacific/Auckland": "nzst, nzdt, wellington, new zealand standard time",
  "Africa/Johannesburg": "cape town, durban, pretoria, south africa standard time",
  UTC: "z",
};

/** The IANA name for each of these, by what is written. */
export const meantZones: ReadonlyMap<string, string> = new Map(
  Object.entries(writtenFor).flatMap(([zone, texts]) =>
    texts.split(", ").map((text) => [text, zone] as const),
  ),
);
