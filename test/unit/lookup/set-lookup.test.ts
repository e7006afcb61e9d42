import { lookupClient } from "../../../src/lookup/lookup-client";
import { countSchedules, lookUpTitles } from "../../../src/lookup/set-lookup";
import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { ContractAccount } from "../../contract/contract-account";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const client = () =>
  lookupClient((key) => ({ "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url })[key]);

describe("the lookups of a schedule set", () => {
  it("find the ids of titles, or the problem with a title", async () => {
    const { workflowId } = sandbox.addWorkflow("Invoices");
    const twins = [sandbox.addWorkflow("Twice"), sandbox.addWorkflow("Twice")].map((one) => one.workflowId);
    const found = await lookUpTitles(client(), ["Invoices", "invoices", "Twice"]);
    expect(found.get("Invoices")).toEqual({ workflowId });
    expect(found.get("invoices")).toEqual({
      problem: expect.stringMatching(
        /^There is no workflow with the title "invoices" at .*\. Did you mean "Invoices"\?$/,
      ),
    });
    expect(found.get("Twice")).toEqual({
      problem: `2 workflows have the title "Twice": ${twins.reverse().join(", ")}. Write the id of the right one instead of the title.`,
    });
  });

  // ProfSynapse/nexus#320, bcgov/entity#3131, tllshan/pe#9: titles that look alike
  it("never take a title that differs in case or blanks, and name it in quotes", async () => {
    for (const title of ["dev team", " FLASH PACK LTD.", "test    3"]) sandbox.addWorkflow(title);
    const found = await lookUpTitles(client(), ["Dev Team", "FLASH PACK LTD.", "test 3", "dev team"]);
    const endings = [...found.values()].map((answer) => ("problem" in answer ? answer.problem : "found"));
    expect(endings).toEqual([
      expect.stringMatching(/Did you mean "dev team"\?$/),
      expect.stringMatching(/Did you mean " FLASH PACK LTD\."\?$/),
      expect.stringMatching(/Did you mean "test {4}3"\?$/),
      "found",
    ]);
    expect(sandbox.requests.writes).toEqual([]);
  });

  it("name the nearest title of the account, or say that titles are case-sensitive", async () => {
    sandbox.addWorkflow("Invoice download");
    sandbox.addWorkflow("Claims");
    const found = await lookUpTitles(client(), ["Invoice downlod", "Cliams", "Zebra"]);
    const endings = [...found.values()].map((answer) => ("problem" in answer ? answer.problem : ""));
    expect(endings).toEqual([
      expect.stringMatching(/Did you mean "Invoice download"\?$/),
      expect.stringMatching(/Did you mean "Claims"\?$/),
      expect.stringMatching(/Titles are case-sensitive\. Check the title, or use the id of the workflow\.$/),
    ]);
  });

  it("count the schedules of the account, and those that the set adds", async () => {
    const account = new ContractAccount(() => sandbox);
    const { workflowId } = sandbox.addWorkflow("Counted");
    const other = sandbox.addWorkflow("Other").workflowId;
    for (const name of ["a", "b"]) await account.createSchedule(workflowId, { name });
    const wanted = [
      { workflowId, name: "a" },
      { workflowId, name: "c" },
      { workflowId: other, name: "b" },
    ];
    expect(await countSchedules(client(), wanted)).toEqual({ existing: 2, added: 2 });
  });
});
