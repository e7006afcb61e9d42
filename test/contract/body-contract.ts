import { type ContractAccount, nightly, plain, refused } from "./contract-account";

const exactlyOne = "Value error, Set exactly one of cron_expression, interval_seconds or run_at";

export function describeBodyContract(account: ContractAccount): void {
  describe("the body of a schedule", () => {
    let path: string;
    const post = (body: unknown) => account.call("POST", path, body);
    beforeAll(async () => {
      path = `/v1/workflows/${await account.createWorkflow()}/schedules`;
    });

    it("is refused with all fields of a wrong type at once, each with its value", async () => {
      const body = {
        timezone: 5,
        cron_expression: [],
        enabled: "maybe",
        parameters: [],
        name: 5,
        description: {},
      };
      const complaint = (type: string, field: keyof typeof body, msg: string) => ({
        type,
        loc: ["body", field],
        msg: `Input should be a valid ${msg}`,
        input: body[field],
      });
      expect(plain(await post(body))).toEqual(
        refused(422, [
          complaint("string_type", "cron_expression", "string"),
          complaint("string_type", "timezone", "string"),
          complaint("bool_parsing", "enabled", "boolean, unable to interpret input"),
          complaint("dict_type", "parameters", "dictionary"),
          complaint("string_type", "name", "string"),
          complaint("string_type", "description", "string"),
        ]),
      );
    });

    it("needs a timezone; the error without one repeats the whole body", async () => {
      const body = { cron_expression: "0 9 * * *", parameters: { password: "in the echo" } };
      expect(plain(await post(body))).toEqual(
        refused(422, [{ type: "missing", loc: ["body", "timezone"], msg: "Field required", input: body }]),
      );
    });

    it.each([
      [{}],
      [{ cron_expression: null }],
      [{ cron_expression: "0 9 * * *", interval_seconds: 600 }],
      [{ cron_expression: "nonsense", run_at: "2090-01-01T00:00:00Z" }],
    ])("needs exactly one cadence: refuses %p", async (fields) => {
      const body = { timezone: "UTC", ...fields };
      expect(plain(await post(body))).toEqual(
        refused(422, [
          { type: "value_error", loc: ["body"], msg: exactlyOne, input: body, ctx: { error: {} } },
        ]),
      );
    });

    it.each([
      ["null", "missing", null],
      ["[]", "model_attributes_type", []],
      ['"text"', "model_attributes_type", "text"],
    ])("cannot be %s", async (text, type, input) => {
      const headers = { "x-api-key": account.apiKey, "content-type": "application/json" };
      const { status, body } = await account.send("POST", path, headers, text);
      expect({ status, body }).toMatchObject(refused(422, [{ type, loc: ["body"], input }]));
    });

    it("is required", async () => {
      expect(plain(await account.call("POST", path))).toEqual(
        refused(422, [{ type: "missing", loc: ["body"], msg: "Field required", input: null }]),
      );
    });

    it.each([
      ["{", 1, "Expecting property name enclosed in double quotes"],
      ["nonsense", 0, "Expecting value"],
    ])("cannot be the broken JSON %p", async (text, position, error) => {
      const headers = { "x-api-key": account.apiKey, "content-type": "application/json" };
      const answer = await account.send("POST", path, headers, text);
      const complaint = {
        type: "json_invalid",
        loc: ["body", position],
        msg: "JSON decode error",
        input: {},
      };
      expect(plain(answer)).toEqual(refused(422, [{ ...complaint, ctx: { error } }]));
    });

    it("must be declared as JSON", async () => {
      const headers = { "x-api-key": account.apiKey, "content-type": "text/plain" };
      const text = JSON.stringify(nightly);
      const msg = "Input should be a valid dictionary or object to extract fields from";
      expect(plain(await account.send("POST", path, headers, text))).toEqual(
        refused(422, [{ type: "model_attributes_type", loc: ["body"], msg, input: text }]),
      );
    });
  });
}
