// Reads messages with npm's mailsplit, on which mailparser stands: read_npm.mjs FOLDER writes one line of JSON for each
// file named on standard input. FOLDER is where the package is installed, if NODE_PATH does not lead to it.
//
// What a line holds is told in readers.py; values of fields are left out. The package takes messages in messages apart
// only where they are inline and not encoded: that is done here, by giving it their decoded bodies, as its users do.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const { Splitter } = createRequire(resolve(process.argv[2], 'reader.js'))('@zone-eu/mailsplit');
const OPTIONS = { ignoreEmbedded: true, maxHeadSize: 1 << 30, maxChildNodes: 1 << 20 };
const MESSAGES = ['message/rfc822', 'message/global'];

function sha256(bytes) {
    return createHash('sha256').update(bytes).digest('hex');
}

function leafOf(body) {
    const lines = Buffer.from(body.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    return { length: body.length, exact: sha256(body), sha256: sha256(lines) };
}

// All that comes out of a stream, of which `input` is all that goes in.
async function passed(stream, input) {
    const output = [];
    stream.on('data', (piece) => output.push(piece));
    const end = new Promise((done, failed) => stream.on('end', done).on('error', failed));
    stream.end(input);
    await end;
    return output;
}

async function decoded(node, pieces) {
    return Buffer.concat(await passed(node.getDecoder(), Buffer.concat(pieces)));
}

// Each node of a message, in order, with its body as it stands there and its children.
async function nodesOf(message) {
    const found = new Map();
    for (const chunk of await passed(new Splitter(OPTIONS), message)) {
        if (chunk.type === 'node') {
            found.set(chunk, { node: chunk, body: [], children: [] });
            found.get(chunk.parentNode)?.children.push(found.get(chunk));
        } else if (chunk.type === 'body') {
            found.get(chunk.node).body.push(chunk.value);
        }
    }
    return [...found.values()];
}

async function partsOf(root) {
    const parts = [];
    const waiting = [{ path: '1', message: root }];
    while (waiting.length) {
        const { path, message, own } = waiting.pop();
        const { node, body, children } = own ?? (await nodesOf(message))[0];
        const part = { path, type: node.contentType || 'text/plain', disposition: node.disposition || null,
            filename: node.filename || null, children: children.length };
        parts.push(part);
        if (MESSAGES.includes(part.type)) {
            part.children = 1;
            waiting.push({ path: `${path}.1`, message: await decoded(node, body) });
        } else if (!node.multipart) {
            Object.assign(part, leafOf(await decoded(node, body)));
        }
        waiting.push(...children.map((child, n) => ({ path: `${path}.${n + 1}`, own: child })));
    }
    return parts;
}

async function read(name) {
    try {
        const parts = await partsOf(readFileSync(name));
        return { file: name, parts, subject: null, date: null, message_id: null, addresses: {} };
    } catch (fault) {
        return { file: name, error: `${fault}`.slice(0, 200) };
    }
}

for await (const name of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await read(name))}\n`);
}
