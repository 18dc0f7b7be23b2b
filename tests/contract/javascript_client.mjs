// Make the calls that standard input lists with the official JavaScript client and print what it gives, as JSON.
// Arguments: the client's folder, the server's address, an API key.
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const [folder, baseUrl, apiKey] = process.argv.slice(2);
const { LangflowClient } = await import(pathToFileURL(join(folder, "dist", "index.js")));

async function made({ flow, input, options = {}, tweaks = {}, stream = false, abortAfter = 0, key = apiKey }) {
  const controller = new AbortController();
  const target = Object.entries(tweaks).reduce(
    (changed, [name, fields]) => changed.tweak(name, fields),
    new LangflowClient({ baseUrl, apiKey: key }).flow(flow),
  );
  const settings = { ...options, signal: controller.signal };
  if (!stream) {
    const answer = await target.run(input, settings);
    return { text: answer.chatOutputText(), sessionId: answer.sessionId, outputs: answer.outputs };
  }
  const events = [];
  for await (const event of await target.stream(input, settings)) {
    events.push(event);
    if (abortAfter && events.length >= abortAfter) controller.abort();
  }
  return { events };
}

const results = [];
for (const call of JSON.parse(await text(process.stdin))) {
  results.push(await made(call).catch((error) => ({ error: error.constructor.name, message: error.message })));
}
console.log(JSON.stringify(results));
