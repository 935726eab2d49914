// A minimal receiver of event-monitor's webhooks. Needs nothing but Node 18 or newer.
//
// Run:  WEBHOOK_SECRET=whsec_... node verify_webhook.mjs [PORT]
//
// It checks the signature over the bytes as they came, refuses old messages, and handles each
// message once. Put your own work into `handle`: quick and lasting, such as a row in a database.

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const MAX_BODY_BYTES = 100_000; // messages are shorter than 20,000 bytes
const TOLERANCE_S = 300; // refuses a message that somebody recorded and plays back later

const secret = process.env.WEBHOOK_SECRET ?? "";
if (!secret.startsWith("whsec_")) {
  console.error("set WEBHOOK_SECRET to the endpoint's secret (whsec_...)");
  process.exit(1);
}
const key = Buffer.from(secret.slice("whsec_".length), "base64");
const taken = new Set(); // a real receiver keeps the ids in its database

function isGenuine(headers, body) {
  const id = headers["webhook-id"] ?? "";
  const second = headers["webhook-timestamp"] ?? "";
  if (!/^[0-9]{1,12}$/.test(second)) return false;
  if (Math.abs(Date.now() / 1000 - Number(second)) > TOLERANCE_S) return false;
  const mac = createHmac("sha256", key).update(`${id}.${second}.`).update(body).digest("base64");
  const ours = Buffer.from(`v1,${mac}`);
  // There are several signatures while a secret rotates: one that fits is enough.
  const received = (headers["webhook-signature"] ?? "").split(" ").map((text) => Buffer.from(text));
  return received.some((theirs) => theirs.length === ours.length && timingSafeEqual(ours, theirs));
}

async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

// What to do with a new message: here, print a line.
function handle(message) {
  const title = message.data.development?.title ?? message.data.text ?? "";
  // JSON.stringify escapes what a terminal would obey: titles come from the open web.
  console.log(`${message.type} ${JSON.stringify(title)}`);
}

const server = createServer(async (request, response) => {
  try {
    if (request.method !== "POST") return response.writeHead(405).end();
    const body = await readBody(request);
    if (body === null) return response.writeHead(413, { connection: "close" }).end();
    if (!isGenuine(request.headers, body)) return response.writeHead(401).end();
    const id = request.headers["webhook-id"];
    if (!taken.has(id)) {
      handle(JSON.parse(body));
      taken.add(id);
    }
    return response.writeHead(204).end(); // after the work: where it fails, the sender tries again
  } catch (error) {
    console.error(error.message);
    return response.headersSent ? response.destroy() : response.writeHead(500).end();
  }
});

server.listen(Number(process.argv[2] ?? 9000), "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
