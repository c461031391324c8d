/**
 * Where Pulumi begins: it would compile the package by the tsconfig.json of the project that uses it, so tsx does that here.
 * What Pulumi says of the components to other languages it reads in index.ts, which it finds by this file's name.
 */
/* eslint-disable @typescript-eslint/no-require-imports */
require("tsx/cjs");
module.exports = require("./index.ts");
