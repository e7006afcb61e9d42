import ts from "typescript";
import { docOf, membersOf, tagOf } from "./declarations.mjs";

/** @import { Find } from "./declarations.mjs" */

/**
 * @typedef {Record<string, unknown>} Spec A part of the package schema.
 *
 * @typedef {object} PropertySpec
 * @property {string} [description]
 * @property {boolean | number | string} [default]
 * @property {true} [secret]
 * @property {true} [replaceOnChanges]
 * @property {true} [plain]
 * @property {string} [type]
 * @property {unknown} [additionalProperties]
 *
 * @typedef {Record<string, PropertySpec>} PropertySpecs
 */

/** @param {string} name */
export const token = (name) => `skyvern:index:${name}`;

/** The value of any type. */
const any = { $ref: "pulumi.json#/Any" };
/** An object with values of any type. */
export const anyObject = { type: "object", additionalProperties: any };

/** The names of enums that have none in the source. */
const enumNames = new Map([
  ["WorkflowRunArgs.runWith", "RunWith"],
  ["ScheduleQuery.status", "ScheduleStatus"],
]);

const keywords = new Map(
  /** @type {readonly [ts.SyntaxKind, Spec][]} */ ([
    [ts.SyntaxKind.StringKeyword, { type: "string" }],
    // All numbers of the package are whole.
    [ts.SyntaxKind.NumberKeyword, { type: "integer" }],
    [ts.SyntaxKind.BooleanKeyword, { type: "boolean" }],
    [ts.SyntaxKind.UnknownKeyword, any],
  ]),
);

/** Turns types of the source into types of the schema, and collects the named ones in `types`. */
export class TypeSpecs {
  /** @type {Record<string, Spec>} */
  types = {};
  #find;

  /** @param {Find} find */
  constructor(find) {
    this.#find = find;
  }

  /**
   * The properties of an interface.
   *
   * @param {string} name
   * @returns {{properties: PropertySpecs, required: string[]}} `required`: those that always have a value.
   */
  properties(name) {
    const members = membersOf(this.#find, name);
    /** @type {PropertySpecs} */
    const properties = {};
    for (const member of members) properties[member.name.getText()] = this.property(member, name);
    const isUnion = ts.isTypeAliasDeclaration(this.#find(name));
    const required = isUnion ? [] : members.filter(isAlwaysSet).map((member) => member.name.getText());
    return { properties, required };
  }

  /**
   * @param {ts.PropertySignature | ts.PropertyDeclaration} member
   * @param {string} owner The name of its interface or class.
   * @returns {PropertySpec}
   */
  property(member, owner) {
    const { type } = member;
    const name = `${owner}.${member.name.getText()}`;
    if (type === undefined) throw new Error(`${name} has no type.`);
    const [doc, fallback] = [docOf(member), tagOf(member, "default")];
    const constant = constantOf(fallback);
    const description = fallback === undefined ? doc : `${doc} Default: ${fallback}.`;
    return {
      ...(description === "" ? {} : { description }),
      ...this.#spec(type, name, doc),
      ...(constant === undefined ? {} : { default: constant }),
      ...(/\bSecret in state\b/.test(doc) ? { secret: /** @type {const} */ (true) } : {}),
    };
  }

  /**
   * @param {ts.TypeNode} node
   * @param {string} name Of the property that has the type.
   * @param {string} doc The docstring of the property.
   * @returns {Spec}
   */
  #spec(node, name, doc) {
    const types = alternatives(node);
    const values = types.flatMap((one) =>
      ts.isLiteralTypeNode(one) && ts.isStringLiteral(one.literal) ? [one.literal.text] : [],
    );
    if (values.length > 0 && values.length === types.length) {
      const own = enumNames.get(name);
      if (own === undefined) throw new Error(`tools/schema/type-specs.mjs has no name for the enum ${name}.`);
      return this.#enum(own, doc, values);
    }
    const specs = types.map((one) => this.#single(one, name, doc));
    return specs.length > 1 ? { oneOf: specs } : (specs[0] ?? any);
  }

  /**
   * @param {ts.TypeNode} node
   * @param {string} name
   * @param {string} doc
   * @returns {Spec}
   */
  #single(node, name, doc) {
    const keyword = keywords.get(node.kind);
    if (keyword !== undefined) return keyword;
    if (ts.isArrayTypeNode(node)) return { type: "array", items: this.#spec(node.elementType, name, doc) };
    if (ts.isTypeLiteralNode(node)) {
      const [index] = node.members.filter(ts.isIndexSignatureDeclaration);
      if (index !== undefined)
        return { type: "object", additionalProperties: this.#spec(index.type, name, doc) };
    }
    if (ts.isTypeReferenceNode(node)) {
      const [first, second] = node.typeArguments ?? [];
      const reference = node.typeName.getText();
      if (reference === "Json") return any;
      if (reference === "Record" && first !== undefined && second !== undefined)
        return { type: "object", additionalProperties: this.#spec(second, name, doc) };
      return this.#named(reference);
    }
    throw new Error(`${name} has a type that the schema cannot express: ${node.getText()}`);
  }

  /**
   * @param {string} name Of an interface, or of a union of strings.
   * @returns {Spec}
   */
  #named(name) {
    const declaration = this.#find(name);
    if (ts.isTypeAliasDeclaration(declaration)) {
      const types = alternatives(declaration.type).filter(ts.isLiteralTypeNode);
      const values = types.flatMap(({ literal }) => (ts.isStringLiteral(literal) ? [literal.text] : []));
      return this.#enum(name, docOf(declaration), values);
    }
    if (this.types[token(name)] === undefined) {
      const description = docOf(declaration);
      this.types[token(name)] = { description, type: "object", ...this.properties(name) };
    }
    return { $ref: `#/types/${token(name)}` };
  }

  /**
   * @param {string} name
   * @param {string} description
   * @param {readonly string[]} values
   * @returns {Spec}
   */
  #enum(name, description, values) {
    this.types[token(name)] = { description, type: "string", enum: values.map((value) => ({ value })) };
    return { $ref: `#/types/${token(name)}` };
  }
}

/**
 * @param {ts.PropertySignature | ts.PropertyDeclaration} member
 * @returns {boolean} Whether it always has a value. `unknown` includes `undefined`.
 */
export function isAlwaysSet({ type, questionToken }) {
  if (type === undefined || questionToken !== undefined) return false;
  const inner = unwrapped(type);
  const types = ts.isUnionTypeNode(inner) ? [...inner.types] : [inner];
  const mayBeUnset = [ts.SyntaxKind.UndefinedKeyword, ts.SyntaxKind.UnknownKeyword];
  return types.every(({ kind }) => !mayBeUnset.includes(kind));
}

/**
 * @param {ts.TypeNode} node
 * @returns {readonly ts.TypeNode[]} The types of a union, without `undefined`.
 */
function alternatives(node) {
  const inner = unwrapped(node);
  if (!ts.isUnionTypeNode(inner)) return [inner];
  return inner.types
    .filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword)
    .flatMap((one) => alternatives(one));
}

/**
 * @param {ts.TypeNode} node
 * @returns {ts.TypeNode} Without `pulumi.Input`, `pulumi.Output`, `readonly` and parentheses.
 */
function unwrapped(node) {
  if (ts.isParenthesizedTypeNode(node) || ts.isTypeOperatorNode(node)) return unwrapped(node.type);
  if (!ts.isTypeReferenceNode(node)) return node;
  const [argument] = node.typeArguments ?? [];
  const isWrapper = /^pulumi\.(Input|Output)$/.test(node.typeName.getText());
  return isWrapper && argument !== undefined ? unwrapped(argument) : node;
}

/** @param {ts.PropertySignature} member @returns {boolean} Whether a program may give an output. */
export function acceptsOutputs({ type }) {
  return type !== undefined && /^pulumi\.Input\b/.test(type.getText());
}

/**
 * SDKs send a `default` as if the program had written it. So only a constant is one, and the provider must treat it as
 * if it was left out, which test/unit/project/schema.test.ts checks.
 *
 * @param {string | undefined} text Of the tag.
 * @returns {boolean | number | string | undefined}
 */
function constantOf(text) {
  const [, literal] = /^`(true|false|\d+|"[^"`]*")`$/.exec(text ?? "") ?? [];
  return literal === undefined ? undefined : JSON.parse(literal);
}
