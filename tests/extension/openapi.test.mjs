// docs/report-api.yaml is OpenAPI 3.1 to others as well, not only to us.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";

const CONTRACT = readFileSync(new URL("../../docs/report-api.yaml", import.meta.url), "utf8");

test("the contract with the desk is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  assert.deepEqual(await validator.validate(CONTRACT), { valid: true });
  assert.equal(validator.version, "3.1");
});

test("what is not OpenAPI would be noticed", async () => {
  for (const [right, wrong] of [
    ["operationId: submit", "operationName: submit"],
    ["required: true", "required: perhaps"],
    ["openapi: 3.1.0", "openapi: 2.5"],
  ]) {
    const { valid } = await new Validator().validate(CONTRACT.replace(right, wrong));
    assert.equal(valid, false, wrong);
  }
});
