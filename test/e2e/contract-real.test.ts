import { describeScheduleContract } from "../contract/schedule-contract";
import { realServer } from "../support/servers/real-server";

const target = realServer();

describe(`the real server at ${target.url}`, () => {
  describeScheduleContract(() => target);
});
