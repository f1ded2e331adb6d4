// Turns the npm package discord-api-spec into one JSON Schema document on standard output:
// {"version", "$defs": {name: schema}, "operations": {"GET /users/@me": {"request", "responses"}}}
import { readFileSync } from "node:fs";

import * as zodSchemas from "discord-api-spec/zod";
import ts from "typescript";
import * as z from "zod";

const METHODS = ["get", "put", "post", "patch", "delete"];

function convertDefinitions() {
  const registry = z.registry();
  for (const [name, schema] of Object.entries(zodSchemas)) {
    if (name.endsWith("Schema")) registry.add(schema, { id: name.slice(0, -"Schema".length) });
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: "input",
    uri: (name) => `#/$defs/${name}`,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      // JSON has no undefined.
      if (zodSchema._zod.def.type === "undefined") jsonSchema.not = {};
      // Zod's pattern wants a "Z"; Discord writes "+00:00". The format alone takes both.
      if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
    },
  });
  for (const schema of Object.values(schemas)) {
    delete schema.$schema;
    delete schema.$id;
  }
  return schemas;
}

// Which schema goes with which route stands only in the package's TypeScript types.
function convertOperations() {
  const text = read("node_modules/discord-api-spec/build/discord-api-spec.ts");
  const source = ts.createSourceFile("discord-api-spec.ts", text, ts.ScriptTarget.Latest);
  const paths = source.statements.find(
    (node) => ts.isInterfaceDeclaration(node) && node.name.text === "Paths",
  );
  const operations = {};
  for (const path of paths.members) {
    for (const method of path.type.members) {
      const verb = nameOf(method);
      if (!METHODS.includes(verb)) continue;
      const parts = Object.fromEntries(method.type.members.map((part) => [nameOf(part), part]));
      const responses = parts.responses.type.members.map((answer) => [
        nameOf(answer),
        convertType(answer.type),
      ]);
      operations[`${verb.toUpperCase()} ${nameOf(path)}`] = {
        request: convertType(parts.requestBody.type),
        responses: Object.fromEntries(responses),
      };
    }
  }
  return operations;
}

function nameOf(member) {
  return member.name.text;
}

// Returns null where the types say that there is no body.
function convertType(type) {
  switch (type.kind) {
    case ts.SyntaxKind.UndefinedKeyword:
    case ts.SyntaxKind.UnknownKeyword:
    case ts.SyntaxKind.NeverKeyword:
      return null;
    case ts.SyntaxKind.StringKeyword:
      return { type: "string" };
    case ts.SyntaxKind.NumberKeyword:
      return { type: "number" };
    case ts.SyntaxKind.BooleanKeyword:
      return { type: "boolean" };
    case ts.SyntaxKind.ParenthesizedType:
      return convertType(type.type);
    case ts.SyntaxKind.ArrayType:
      return { type: "array", items: convertType(type.elementType) };
    case ts.SyntaxKind.UnionType:
      return { anyOf: type.types.map(convertType) };
    case ts.SyntaxKind.IntersectionType:
      return { allOf: type.types.map(convertType) };
    case ts.SyntaxKind.LiteralType:
      return convertLiteral(type.literal);
    case ts.SyntaxKind.TypeReference:
      return convertReference(type);
    case ts.SyntaxKind.TypeLiteral:
      return convertObject(type);
  }
  throw new Error(`No JSON Schema for the type ${ts.SyntaxKind[type.kind]}: see convert.mjs`);
}

function convertLiteral(literal) {
  if (literal.kind === ts.SyntaxKind.NullKeyword) return { type: "null" };
  if (literal.kind === ts.SyntaxKind.TrueKeyword) return { const: true };
  if (literal.kind === ts.SyntaxKind.FalseKeyword) return { const: false };
  return { const: ts.isNumericLiteral(literal) ? Number(literal.text) : literal.text };
}

function convertReference(type) {
  const name = type.typeName.text;
  if (name === "Record") {
    return { type: "object", additionalProperties: convertType(type.typeArguments[1]) ?? true };
  }
  return { $ref: `#/$defs/${name}` };
}

function convertObject(type) {
  const index = type.members.find(ts.isIndexSignatureDeclaration);
  const members = type.members.filter(ts.isPropertySignature);
  const properties = members.map((member) => [nameOf(member), convertType(member.type) ?? {}]);
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: members.filter((member) => !member.questionToken).map(nameOf),
    ...(index && { additionalProperties: convertType(index.type) ?? true }),
  };
}

function read(path) {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}

const { dependencies } = JSON.parse(read("package.json"));
const document = {
  version: dependencies["discord-api-spec"],
  $defs: convertDefinitions(),
  operations: convertOperations(),
};
process.stdout.write(JSON.stringify(document));
