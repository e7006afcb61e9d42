import { fixedZoneProblem } from "../../../src/calendar/zone/fixed-zone";
import { meantZones } from "../../../src/calendar/zone/meant-zones";
import { timezoneProblem } from "../../../src/calendar/zone/timezone";
import { TIMEZONE_NAMES } from "../../../src/calendar/zone/timezone-names";
import { windowsZones } from "../../../src/calendar/zone/windows-zones";
import { zoneClock } from "../../../src/calendar/zone/zone-clock";

describe("a timezone", () => {
  it.each([
    "UTC",
    "Zulu",
    "Etc/GMT+5",
    "EST",
    "EST5EDT",
    "GB",
    "GMT-0",
    "Asia/Calcutta",
    "Asia/Kolkata",
    "Europe/Kyiv",
    "America/Argentina/Buenos_Aires",
  ])("may be %s", (name) => expect(timezoneProblem(name)).toBeUndefined());

  it("may be any name that this Node.js lists", () => {
    expect(Intl.supportedValuesOf("timeZone").filter((name) => timezoneProblem(name) !== undefined)).toEqual(
      [],
    );
  });

  it.each([
    ["utc", "UTC"],
    ["america/new_york", "America/New_York"],
    [" Europe/Berlin ", "Europe/Berlin"],
    ["America/New York", "America/New_York"],
    ["New York", "America/New_York"],
    ["posix/UTC", "UTC"],
    ["right/Asia/Tokyo", "Asia/Tokyo"],
    ["PST", "America/Los_Angeles"],
    ["cest", "Europe/Berlin"],
    ["Europe/Berln", "Europe/Berlin"],
    ["Asia/Kalkutta", "Asia/Calcutta"],
    ["Delhi", "Asia/Kolkata"],
    ["Asia/Delhi", "Asia/Kolkata"],
    ["Ireland", "Europe/Dublin"],
    ["Portland", "America/Los_Angeles"],
    ["San Juan", "America/Puerto_Rico"],
    ["Indian/Male", "Indian/Maldives"],
    ["Iraq", "Asia/Baghdad"],
    ["United Kingdom", "Europe/London"],
    ["Asia/New_Delhi", "Asia/Kolkata"],
    ["Asia/Osaka", "Asia/Tokyo"],
    ["America/Boston", "America/New_York"],
    ["Asia/Beijing", "Asia/Shanghai"],
    ["US/Seattle", "America/Los_Angeles"],
    ["San  Francisco", "America/Los_Angeles"],
    ["Eastern Standard Time", "America/New_York"],
    ["W. Europe Standard Time", "Europe/Berlin"],
    // Outlook, Exchange, Azure and .NET write these.
    ["eastern standard time", "America/New_York"],
    ["US Eastern Standard Time", "America/Indiana/Indianapolis"],
    ["Central Standard Time (Mexico)", "America/Mexico_City"],
    ["Cen. Australia Standard Time", "Australia/Adelaide"],
    ["SA Pacific Standard Time", "America/Bogota"],
    ["FLE Standard Time", "Europe/Kyiv"],
    ["Russia Time Zone 11", "Asia/Kamchatka"],
    ["EST5", "America/New_York"],
    // kelektiv/node-cron#187, cfurst/CronJobManager#4, sidekiq-cron/sidekiq-cron#415, sidekiq/sidekiq#3361, stub42/pytz#71
    ["Americas/Vancouver", "America/Vancouver"],
    ["asia/kolkata", "Asia/Kolkata"],
    ["Asia/Shangai", "Asia/Shanghai"],
    ["London", "Europe/London"],
    ["BST", "Europe/London"],
    ["WEST", "Europe/Lisbon"],
    ["Asia/Seul", "Asia/Seoul"],
    ["Asia/Toky", "Asia/Tokyo"],
    // modelcontextprotocol/servers#786, and the other names of Windows and of JavaScript's Date in summer
    ["W. Europe Summer Time", "Europe/Berlin"],
    ["Eastern Daylight Time", "America/New_York"],
    ["British Summer Time", "Europe/London"],
    ["Coordinated Universal Time", "UTC"],
    // Rails writes these.
    ["Eastern Time (US & Canada)", "America/New_York"],
    ["Atlantic Time (Canada)", "America/Halifax"],
    ["Pacific Time", "America/Los_Angeles"],
    ["America/New_Yrok", "America/New_York"],
    // Asia/Ashkhabad is less near.
    ["Asia/Ashghabat", "Asia/Ashgabat"],
    ["Amerika/Los_Angeles", "America/Los_Angeles"],
  ])("is refused as %j, and advised as %s", (name, meant) => {
    expect(timezoneProblem(name)).toContain(`did you mean "${meant}"?`);
  });

  it.each([
    ["+01:00", 'write a place, such as "Europe/Berlin" (with daylight saving) or "Africa/Lagos" (without)'],
    ["UTC-5", 'such as "America/New_York" (with daylight saving) or "America/Panama" (without)'],
    ["UTC+0", ': write "UTC"'],
    ["-00:00", ': write "UTC"'],
    ["+05:30", 'write a place, such as "Asia/Kolkata"'],
    ["-0330", 'write a place, such as "America/St_Johns"'],
    ["UTC+12:45", ': write a place, such as "Pacific/Chatham"'],
    ["+08:45", ': write a place, such as "Australia/Eucla"'],
    ["UTC+10:30", ': write a place, such as "Australia/Lord_Howe"'],
    ["-09:30", ': write a place, such as "Pacific/Marquesas"'],
    ["Etc/GMT+99", '; write one such as "UTC" or "America/New_York"'],
    ["UTC-12", '; write one such as "UTC" or "America/New_York"'],
    ["UTC+15", '; write one such as "UTC" or "America/New_York"'],
    [" +01:00 ", 'write a place, such as "Europe/Berlin"'],
    ["my+01:00", 'write one such as "UTC"'],
    ["+01:00x", 'write one such as "UTC"'],
    ["localtime", "something else on each machine"],
    ["Local", "something else on each machine"],
    ["posixrules", "something else on each machine"],
    ["mylocaltime", 'write one such as "UTC"'],
    ["localtimes", 'write one such as "UTC"'],
    ["Asia/right/Tokyo", 'write one such as "UTC"'],
    ["Asia/Hong", 'write one such as "UTC"'],
    ["Factory", "something else on each machine"],
    ["", "the timezone is empty"],
    ["  ", "the timezone is empty"],
    ["Mars/Phobos", 'write one such as "UTC"'],
    ["America/../UTC", "is not an IANA timezone name"],
    ["\u0000", '"\\u0000" is not an IANA timezone name'],
    ["x".repeat(10_000), "is not an IANA timezone name"],
    ["__proto__", "is not an IANA timezone name"],
    ["constructor", "is not an IANA timezone name"],
  ])("is refused as %j", (name, sentence) => {
    expect(timezoneProblem(name)).toContain(sentence);
    expect(timezoneProblem(name)?.length).toBeLessThan(250);
  });

  it.each([
    "Asia/Dehli",
    "America/Bostom",
    "Europe/Pariz2",
    "Asia/Lima",
    "Africa/Berlin",
    "Asia/Manali",
    "Summer Time",
    // Abbreviations that are near to others, or to a part of a name
    ..."ChST LHST HKST PHST OMST PMST AMST EGST EAST MDST EDST UTC5 UTC8 UTC3".split(" "),
    "Cordoba",
    // The same name in another region, and directions
    "America/Birmingham",
    "America/Naples",
    "America/St_Petersburg",
    "Petersburg",
    "US/West",
    "West",
    "east",
    "Davis",
    "Samoa",
    "Victoria",
    "Pacific/Wape",
    "Local Time",
  ])("is not %s, and none that may be hours away is named in its place", (name) => {
    expect(timezoneProblem(name)).toContain('write one such as "UTC"');
  });

  it("is named for every abbreviation, city and Windows name that the advice knows", () => {
    expect(windowsZones).toHaveLength(131);
    expect([...meantZones.values()].filter((zone) => !TIMEZONE_NAMES.has(zone))).toEqual([]);
    for (const [text, zone] of meantZones) {
      const isName = [...TIMEZONE_NAMES].some((name) => name.toLowerCase() === text);
      expect([text, isName]).toEqual([text, false]);
      // In upper case, because "west" is a direction.
      expect(timezoneProblem(text.toUpperCase())).toContain(`did you mean "${zone}"?`);
    }
  });

  it("that is meant by a Windows name has no fixed offset, and can be computed by this Node.js", () => {
    for (const [, zone] of windowsZones) {
      expect([zone, fixedZoneProblem(zone)]).toEqual([zone, undefined]);
      expect(() => zoneClock(zone)).not.toThrow();
    }
  });

  it("is one of the names of the whole IANA database, old ones included", () => {
    expect(TIMEZONE_NAMES.size).toBe(597);
    for (const name of TIMEZONE_NAMES) expect(() => zoneClock(name)).not.toThrow();
    for (const name of ["Factory", "localtime", "posixrules"]) expect(TIMEZONE_NAMES.has(name)).toBe(false);
  });
});
