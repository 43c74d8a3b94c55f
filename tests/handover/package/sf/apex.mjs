// Says what the parser of Apex finds wrong with a file, a line each: node apex.mjs FOLDER FILE
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, file] = process.argv.slice(2);
const { ApexParserFactory } = createRequire(`${folder}/`)("@apexdevtools/apex-parser");
const ignored = () => {};
const parser = ApexParserFactory.createParser(readFileSync(file, "utf8"));
parser.removeErrorListeners();
parser.addErrorListener({
    syntaxError: (recognizer, symbol, line, column, text) => console.log(line, column, text),
    reportAmbiguity: ignored,
    reportAttemptingFullContext: ignored,
    reportContextSensitivity: ignored,
});
parser.anonymousUnit();
