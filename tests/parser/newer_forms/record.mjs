// Writes what libpg_query of PostgreSQL 16, 17 and 18 says of corpus/postgresql-16-18, as lines of JSON: Debian's
// libpg_query is PostgreSQL 15's and does not know these forms, and npm's packages of the newer ones need a network.
// The test reads what was written. To write it again, when entries were added:
//
//   npm install --prefix DIR pg16@npm:libpg-query@16 pg17@npm:libpg-query@17 pg18@npm:libpg-query@18
//   node tests/parser/newer_forms/record.mjs DIR tests/parser/corpus/postgresql-16-18
//
// For an entry: the versions that accept it, and the tree of the newest. For its neighbours, which have one token less,
// twice, or exchanged with the next: whether PostgreSQL 18 accepts them.
import fs from 'fs';
import path from 'path';
import { createRequire } from 'module';

const [packages, corpus] = process.argv.slice(2);
const require = createRequire(path.resolve(packages, 'package.json'));
const versions = [16, 17, 18];
const parsers = {};
for (const version of versions) {
  parsers[version] = require(`pg${version}`);
  await parsers[version].loadModule();
}

function parse(version, text) {
  try {
    return parsers[version].parseSync(text);
  } catch {
    return null;
  }
}

// As corpus.h describes the format.
function entries(file) {
  const found = [];
  let block = null;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    if (line === '-- begin') block = [];
    else if (line === '-- end') {
      found.push(block.join('\n') + '\n');
      block = null;
    } else if (block) block.push(line);
    else if (line && !line.startsWith('--')) found.push(line);
  }
  return found;
}

const token = /'(?:[^']|'')*'|"[^"]*"|\$\$[^]*?\$\$|[A-Za-z_][\w$]*|\d[\w.]*|::|<=|>=|<>|:=|\S/g;

function neighbours(text) {
  const tokens = text.match(token);
  const found = new Set();
  for (let i = 0; i < tokens.length; ++i) {
    const before = tokens.slice(0, i), after = tokens.slice(i + 1);
    found.add([...before, ...after].join(' '));
    found.add([...before, tokens[i], tokens[i], ...after].join(' '));
    if (after.length > 0) found.add([...before, after[0], tokens[i], ...after.slice(1)].join(' '));
  }
  return found;
}

const lines = [];
const seen = new Set();
for (const name of fs.readdirSync(corpus).filter((each) => each.endsWith('.sql')).sort()) {
  for (const text of entries(path.join(corpus, name))) {
    const accepting = versions.filter((version) => parse(version, text));
    lines.push({ text, versions: accepting, tree: parse(18, text) });
    for (const neighbour of neighbours(text)) {
      if (seen.has(neighbour)) continue;
      seen.add(neighbour);
      lines.push({ text: neighbour, accepted: parse(18, neighbour) !== null });
    }
  }
}
fs.writeFileSync(path.join(corpus, 'answers.jsonl'), lines.map((line) => JSON.stringify(line) + '\n').join(''));
