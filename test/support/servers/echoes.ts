import { dropBefore, type Fault, type FaultProxy, redirect } from "../faults/proxy";

type Answered = Parameters<Parameters<Fault>[0]["reply"]>[0];

/** Ways to refuse that repeat what was asked: the body, its values, and the key. */
export function echoes(proxy: FaultProxy): readonly Fault[] {
  /** The request that the fault is about: a proxy lets a fault begin in the turn in which the request is complete. */
  const told =
    (answer: (body: string, key: string) => Answered): Fault =>
    (exchange) => {
      const { body = "", headers = {} } = proxy.requests.at(-1) ?? {};
      exchange.reply(answer(body, headers["x-api-key"] ?? ""));
    };
  const detail = (status: number, text: unknown): Answered => ({
    status,
    body: JSON.stringify({ detail: text }),
  });
  return [
    told((body) => {
      const input = JSON.parse(body);
      return detail(422, [{ type: "missing", loc: ["body", "timezone"], msg: "Field required", input }]);
    }),
    told((body) => detail(400, `Not understood: ${textsIn(JSON.parse(body)).join(", ")}.`)),
    told((body) => detail(400, `Not understood: ${body}`)),
    told((body) => ({ status: 500, body })),
    told((body) => ({ status: 500, body: JSON.stringify({ error: `Unexpected error: ${body}` }) })),
    told((_, key) => detail(403, `No such key: ${key}`)),
    redirect("https://elsewhere.example/"),
    dropBefore,
  ];
}

function textsIn(value: unknown): string[] {
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap(textsIn)
    : [String(value)];
}
