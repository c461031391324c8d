import { Site } from "../faultInjection/site";
import { Answers, answers } from "./chat";
import { Touched, touched } from "./plan";

/** The same questions, in a database that others have filled. */
export interface Filled {
  /** Tasks, conversations and their entries that belong to others: so many of each. */
  others: number;
  answers: Answers;
  queries: Record<string, Touched>;
  /** The same, as if there were no index. */
  unindexed: Record<string, Touched>;
}

const EMAIL = "bench-others-%@example.com";
/** Accounts that the rows are spread over. */
const OWNERS = 100;

/** One's own rows, whose number stays as it is. */
const MINE = 20;

/** The reads of a page that is opened, which could grow with what others have. */
const QUERIES: Record<string, string> = {
  "task list": "SELECT * FROM tasks WHERE owner_id = :'me' ORDER BY created_at, id LIMIT 100",
  conversations:
    "SELECT * FROM chat_threads WHERE owner_id = :'me' ORDER BY active_at DESC, id DESC LIMIT 100",
  "one conversation":
    "SELECT * FROM chat_items WHERE owner_id = :'me' AND thread_id = 'bench-mine' ORDER BY position LIMIT 100",
};

/** Fills the database step by step, and asks the same at each. Others' rows are gone afterwards. */
export async function growth(site: Site, steps: number[], people: number): Promise<Filled[]> {
  const found: Filled[] = [];
  try {
    await psql(site, ACCOUNTS);
    for (const others of steps) {
      await psql(site, fill(found.at(-1)?.others ?? 0, others));
      const queries: Record<string, Touched> = {};
      const unindexed: Record<string, Touched> = {};
      for (const [name, query] of Object.entries(QUERIES)) {
        queries[name] = touched(await psql(site, explain(query)));
        unindexed[name] = touched(await psql(site, NO_INDEX + explain(query)));
      }
      found.push({ others, answers: await answers(site.endpoint, people, 12), queries, unindexed });
    }
  } finally {
    await psql(site, `DELETE FROM users WHERE email LIKE '${EMAIL}'; VACUUM;`);
  }
  return found;
}

const ME = `bench-others-${OWNERS}@example.com`;

/** Accounts of others, and one, "me", with a few rows of its own. */
const ACCOUNTS = `
INSERT INTO users (id, email, name, password_hash)
  SELECT gen_random_uuid(), 'bench-others-' || n || '@example.com', '', 'none'
  FROM generate_series(0, ${OWNERS}) AS n;
SELECT id AS me FROM users WHERE email = '${ME}' \\gset
INSERT INTO tasks (id, owner_id, title)
  SELECT gen_random_uuid(), :'me', 'mine' FROM generate_series(1, ${MINE});
INSERT INTO chat_threads (id, owner_id, status) VALUES ('bench-mine', :'me', '{"type": "active"}');
INSERT INTO chat_items (id, thread_id, owner_id, content)
  SELECT 'bench-mine-' || n, 'bench-mine', :'me', '{"type": "user_message"}'
  FROM generate_series(1, ${MINE}) AS n;`;

/** Others' rows, from one number to another: a task and a conversation with an entry for each. */
function fill(from: number, to: number): string {
  const rows = (table: string, columns: string, values: string) =>
    `INSERT INTO ${table} (${columns}) SELECT ${values} FROM generate_series(${from + 1}, ${to}) AS n ` +
    `JOIN users AS o ON o.email = 'bench-others-' || (n % ${OWNERS}) || '@example.com';`;
  return [
    rows("tasks", "id, owner_id, title", "gen_random_uuid(), o.id, 'task ' || n"),
    rows("chat_threads", "id, owner_id, status", `'bench-' || n, o.id, '{"type": "active"}'`),
    rows(
      "chat_items",
      "id, thread_id, owner_id, content",
      `'bench-' || n, 'bench-' || n, o.id, '{"type": "user_message"}'`,
    ),
    "ANALYZE;",
  ].join("\n");
}

const NO_INDEX =
  ["indexscan", "indexonlyscan", "bitmapscan"].map((way) => `SET enable_${way} = off;`).join(" ") +
  "\n";

const explain = (query: string) =>
  `SELECT id AS me FROM users WHERE email = '${ME}' \\gset\nEXPLAIN (ANALYZE, FORMAT JSON) ${query};`;

/** Runs SQL in the database's pod. @returns rows without decoration */
async function psql(site: Site, sql: string): Promise<string> {
  const program =
    'PGPASSWORD="$POSTGRES_PASSWORD" psql --username=todo --dbname=todo --quiet --tuples-only ' +
    '--no-align --set=ON_ERROR_STOP=1 <<"SQL"\n' +
    `${sql}\nSQL`;
  return site.kubectl("exec", "postgres-0", "--container=postgres", "--", "sh", "-c", program);
}
