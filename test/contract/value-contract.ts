import { type ContractAccount, nightly, plain, refused, scheduleOf } from "./contract-account";

const year2099 = "2099-01-01T00:00:00Z";

/** Numbers and times in the body of a schedule: what is accepted as one, and how it is stored. */
export function describeValueContract(account: ContractAccount): void {
  let path: string;
  const post = (fields: object) => account.call("POST", path, { timezone: "UTC", ...fields });
  const complaint = (field: string, type: string, msg: string, input: unknown, ctx?: object) =>
    refused(422, [{ type, loc: ["body", field], msg, input, ...(ctx && { ctx }) }]);
  beforeAll(async () => {
    path = `/v1/workflows/${await account.createWorkflow()}/schedules`;
  });

  describe("a number", () => {
    it.each(["600", "600.0", "600.00", " 600 ", "600\n", "+600", "6_00", "6_0_0", "00600", 600.0])(
      "%j counts as the interval 600",
      async (interval_seconds) => {
        expect(scheduleOf(await post({ interval_seconds })).interval_seconds).toBe(600);
      },
    );

    it.each(["", "600.5", "600.", ".600", "6e2", "0x258", "6 00", "600_", "_600", "6__00", "600.0_0", "inf"])(
      "%j is not an integer",
      async (interval_seconds) => {
        const msg = "Input should be a valid integer, unable to parse string as an integer";
        expect(plain(await post({ interval_seconds }))).toEqual(
          complaint("interval_seconds", "int_parsing", msg, interval_seconds),
        );
      },
    );

    it.each(["-600", "99999999999999999999"])("%j in quotes has the limits of a number", async (sent) => {
      const [least, most] = [{ ge: 300 }, { le: 2_147_483_647 }];
      const [type, text, ctx] = sent.startsWith("-")
        ? ["greater_than_equal", "greater than or equal to 300", least]
        : ["less_than_equal", "less than or equal to 2147483647", most];
      expect(plain(await post({ interval_seconds: sent }))).toEqual(
        complaint("interval_seconds", String(type), `Input should be ${text}`, sent, ctx as object),
      );
    });

    it.each([
      [1.5, "bool_type", "Input should be a valid boolean"],
      [2, "bool_parsing", "Input should be a valid boolean, unable to interpret input"],
      ["1.0", "bool_parsing", "Input should be a valid boolean, unable to interpret input"],
    ])("%j is not true or false", async (enabled, type, msg) => {
      expect(plain(await post({ ...nightly, enabled }))).toEqual(complaint("enabled", type, msg, enabled));
    });
  });

  describe("a time", () => {
    it.each([
      ["2100-12-31T23:59:59.5Z", "2100-12-31T23:59:59Z"],
      ["2100-12-31T23:59:59.999999Z", "2100-12-31T23:59:59Z"],
      ["2090-01-01 00:00:00Z", "2090-01-01T00:00:00Z"],
      ["2090-01-01_00:00:00Z", "2090-01-01T00:00:00Z"],
      ["2090-01-01t00:00z", "2090-01-01T00:00:00Z"],
      ["2090-01-01T00:00:00,5Z", "2090-01-01T00:00:00Z"],
      ["2090-01-01T00:00:00+0100", "2089-12-31T23:00:00Z"],
      ["2090-01-01T00:00:00-23:59", "2090-01-01T23:59:00Z"],
      ["4070908800", year2099],
      ["+4070908800.7", year2099],
      [4_070_908_800.9, year2099],
      ["4070908800000", year2099],
      [4_070_908_800_000, year2099],
    ])("%j is stored as %s", async (run_at, stored) => {
      expect(scheduleOf(await post({ run_at })).run_at).toBe(stored);
    });

    it("of a first run loses its fraction of a second before its limit applies", async () => {
      const first_fire_at = "9659-09-29T07:49:24.5Z";
      const schedule = scheduleOf(await post({ interval_seconds: 600, first_fire_at }));
      expect(schedule.first_fire_at).toBe("9659-09-29T07:49:24Z");
    });

    const day = "day value is outside expected range";
    const month = "month value is outside expected range of 1-12";
    const extra = "unexpected extra characters at the end of the input";
    const separator = "invalid date separator, expected `-`";
    it.each([
      ["2027-02-30T00:00:00Z", day],
      ["2023-02-29T00:00:00Z", day],
      ["2090-01-00T00:00:00Z", day],
      ["2090-13-01T00:00:00Z", month],
      ["2090-00-01T00:00:00Z", month],
      ["2090-1-1T00:00:00Z", "invalid character in month"],
      [" 2090-01-01T00:00:00Z", "invalid character in year"],
      ["2090/01/01T00:00:00Z", separator],
      ["20900101T000000Z", separator],
      ["nonsense", "input is too short"],
      ["1e9", "input is too short"],
      ["", "input is too short"],
      ["2090-01-01T24:00:00Z", extra],
      ["2090-01-01T00:60:00Z", extra],
      ["2100-12-31T23:59:60Z", extra],
      ["2090-01-01T00Z", extra],
      ["2090-01-01T00:00:00 +01:00", extra],
      ["2090-01-01T00:00:00+01", extra],
      ["2090-01-01T00:00:00+24:00", extra],
      ["2090-01-01T00:00:00Zulu", extra],
      ["999999999999999", "dates after 9999 are not supported as unix timestamps"],
    ])("%j is not one: %s", async (first_fire_at, error) => {
      const msg = `Input should be a valid datetime or date, ${error}`;
      expect(plain(await post({ interval_seconds: 600, first_fire_at }))).toEqual(
        complaint("first_fire_at", "datetime_from_date_parsing", msg, first_fire_at, { error }),
      );
    });

    it.each(["2090-01-01", "2090-01-01T00:00:00"])("%j has no UTC offset", async (run_at) => {
      expect(plain(await post({ run_at }))).toEqual(
        complaint("run_at", "timezone_aware", "Input should have timezone info", run_at),
      );
    });

    it("as a number is before the year 10000", async () => {
      const error = "dates after 9999 are not supported as unix timestamps";
      const msg = `Input should be a valid datetime, ${error}`;
      expect(plain(await post({ run_at: 1e15 }))).toEqual(
        complaint("run_at", "datetime_parsing", msg, 1e15, { error }),
      );
    });

    it.each([[true], [[1]], [{}]])("is not %j", async (run_at) => {
      expect(plain(await post({ run_at }))).toEqual(
        complaint("run_at", "datetime_type", "Input should be a valid datetime", run_at),
      );
    });
  });
}
