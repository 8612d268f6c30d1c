// The story that every client goes through, told by an official client for Node: story.js CLIENT READY_FILE.
'use strict';

const fs = require('fs');
const http = require('http');
const path = require('path');
const util = require('util');

const { CLIENTS, Refused, withClockOffBy } = require('./clients');
const { startTap, sendRaw } = require('./tap');

const read = (file) => JSON.parse(fs.readFileSync(path.join(__dirname, file), 'utf8'));
const STORY = read('../story.json');
const CASES = read('../../../generated/dbs/cases/create_restore_task.json');

/** A step did not come out as expected. */
class Failure extends Error {}

function expect(what, expected, came) {
  if (!util.isDeepStrictEqual(expected, came)) {
    throw new Failure(`${what}\n  expected  ${util.inspect(expected)}\n  came      ${util.inspect(came)}`);
  }
}

/** A parameter as a client is given it: lists are one text of JSON. */
function wire(parameters) {
  const text = ([name, value]) => [name, Array.isArray(value) ? JSON.stringify(value) : value];
  return Object.fromEntries(Object.entries(parameters).map(text));
}

/** One client, the service it talks to, and what of the story was told already. */
class Teller {
  constructor(kind, ready) {
    this.kind = kind;
    this.key = [ready.access_key_id, ready.access_key_secret];
    this.service = ready.endpoint.replace('http://', '');
    this.client = this.newClient();
    this.plans = new Map();
  }

  newClient({ endpoint = this.service, key = this.key } = {}) {
    return CLIENTS[this.kind].make(endpoint, ...key);
  }

  /** A call that must succeed. */
  async call(operation, parameters = {}) {
    let reply;
    try {
      reply = await this.client(operation, wire(parameters));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw new Failure(`${operation} ${util.inspect(parameters)}\n  expected  a reply\n  came      ${error}`);
    }
    expect(`${operation}: Success in ${util.inspect(reply)}`, true, reply.Success);
    return reply;
  }

  /** A call that must be refused with this code; the refusal. */
  async refused(operation, code, parameters = {}, client = this.client) {
    let reply;
    try {
      reply = await client(operation, wire(parameters));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      expect(`${operation} ${util.inspect(parameters)}: code of ${error}`, code, error.code);
      return error;
    }
    throw new Failure(`${operation} ${util.inspect(parameters)}\n  expected  ${code}\n  came      ${util.inspect(reply)}`);
  }

  /** Asks the emulator itself. */
  admin(place, body) {
    const [host, port] = this.service.split(':');
    const options = { host, port, path: `/_emulator/${place}`, method: body ? 'POST' : 'GET' };
    return new Promise((resolve, reject) => {
      const request = http.request(options, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (data) => (text += data));
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve(text);
          else reject(new Failure(`${place}: ${answer.statusCode} ${text}`));
        });
      });
      request.on('error', reject).end(body && JSON.stringify(body));
    });
  }

  async newPlan(database = 'MySQL') {
    return (await this.call('CreateBackupPlan', { DatabaseType: database, ...STORY.plan })).BackupPlanId;
  }

  async planFor(database) {
    if (!this.plans.has(database)) this.plans.set(database, await this.newPlan(database));
    return this.plans.get(database);
  }

  /** A valid request for a location, complete but for what `more` replaces. */
  async restore(location = 'RDS', more = {}) {
    const told = STORY.restores[location];
    const plan = more.BackupPlanId ?? (await this.planFor(told.database));
    const request = { DestinationEndpointInstanceType: location, BackupPlanId: plan };
    return { ...request, ...told.request, ...STORY.account, ...more };
  }

  async newTask(...of) {
    return (await this.call('CreateRestoreTask', await this.restore(...of))).RestoreTaskId;
  }

  /** The one page of tasks that is asked for: how many there are at all, how many pages, the tasks. */
  async tasks(which) {
    const reply = await this.call('DescribeRestoreTaskList', which);
    return { total: reply.TotalElements, pages: reply.TotalPages, tasks: reply.Items.RestoreTaskDetail };
  }

  async task(id) {
    const { total, tasks } = await this.tasks({ RestoreTaskId: id });
    expect(`tasks with the id ${id}`, 1, total);
    return tasks[0];
  }

  async planState(id) {
    return (await this.call('DescribeBackupPlanList', { BackupPlanId: id })).Items.BackupPlanDetail[0].BackupPlanStatus;
  }
}

/** The rules that a message names as broken, in any order: `id: sentence; id: sentence`. */
function broken(message) {
  return Object.keys(STORY.rules).filter((rule) => new RegExp(`(?<![\\w.-])${rule}: `).test(message));
}

function namesParameter(name, refused) {
  expect(`${name} named in: ${refused.message}`, true, refused.message.includes(name));
}

function namesRules(rules, refused) {
  expect(`rules named in: ${refused.message}`, [...rules].sort(), broken(refused.message).sort());
  rules.flatMap((rule) => STORY.rules[rule]).forEach((parameter) => namesParameter(parameter, refused));
}

async function whatTravels(teller) {
  const tap = await startTap(teller.service);
  await teller.newClient({ endpoint: tap.endpoint })('CreateRestoreTask', wire(await teller.restore()));
  const [head, body] = tap.sent.toString('latin1').split('\r\n\r\n', 2);
  const [method, target] = head.split(' ');
  const isV3 = /\r\nauthorization: ACS3-HMAC-SHA256 /i.test(head);
  const isV1 = /SignatureVersion=1\.0/.test(target + body);
  const isChunked = /\r\ntransfer-encoding: chunked/i.test(head);
  const place = /[?&]BackupPlanId=/.test(target) ? 'query' : isChunked ? 'chunked form' : 'form';
  const came = [method, isV3 ? 'V3' : isV1 ? 'V1' : 'none', place];
  expect('what goes over the wire', CLIENTS[teller.kind].wire, came);
  return came.join(', ');
}

async function regions(teller) {
  const reply = await teller.call('DescribeRegions');
  expect('cn-hangzhou is a region', true, reply.Regions.RegionCode.includes('cn-hangzhou'));
}

async function planFromPurchaseToStart(teller) {
  const plan = await teller.planFor('MySQL');
  expect(`the id of the plan ${plan}`, true, /^dbs[a-z0-9]{10}$/.test(plan));
  expect('state of a new plan', 'wait', await teller.planState(plan));
  await teller.call('ConfigureBackupPlan', { BackupPlanId: plan, ...STORY.configuration });
  expect('state of a configured plan', 'init', await teller.planState(plan));
  await teller.call('StartBackupPlan', { BackupPlanId: plan });
  expect('state of a started plan', 'check_pass', await teller.planState(plan));
  await teller.admin('clock', { advance_seconds: 6 });
  expect('state of a plan past its check', 'running', await teller.planState(plan));
}

async function restoresToEveryLocation(teller) {
  for (const [location, told] of Object.entries(STORY.restores)) {
    const kept = await teller.task(await teller.newTask(location));
    expect('the location of the task', location, kept.DestinationEndpointInstanceType);
    expect('the plan of the task', await teller.planFor(told.database), kept.BackupPlanId);
  }
  return Object.keys(STORY.restores).join(', ');
}

/** Each case the generator made of the rules, with a plan of its database type: refused exactly if a rule is broken. */
async function everyCaseOfTheRules(teller) {
  const plans = new Map();
  const accepted = new Map();
  const seen = new Map();
  const add = (counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [number, case_] of CASES.entries()) {
    const database = case_.facts.DatabaseType;
    if (!plans.has(database)) plans.set(database, await teller.newPlan(database));
    const request = { ...case_.request, BackupPlanId: plans.get(database) };
    const rules = case_.violations[''];
    try {
      if (rules.length) {
        const code = rules[0] === 'time-or-set' ? 'InvalidParameter' : 'MissingParameter';
        namesRules(rules, await teller.refused('CreateRestoreTask', code, request));
      } else {
        await teller.call('CreateRestoreTask', request);
        add(accepted, database);
      }
    } catch (error) {
      if (error instanceof Failure) error.message = `case ${number}, ${database}: ${error.message}`;
      throw error;
    }
    rules.forEach((rule) => add(seen, rule));
  }
  expect('rules broken by some case', Object.keys(STORY.rules).sort(), [...seen.keys()].sort());
  let sum = 0;
  for (const [database, plan] of plans) {
    sum += accepted.get(database) ?? 0;
    const { total } = await teller.tasks({ BackupPlanId: plan });
    expect(`tasks of the plan for ${database}`, accepted.get(database) ?? 0, total);
  }
  const counts = [...seen].map(([rule, count]) => `${rule} ${count}`).join(', ');
  return `${CASES.length} cases, ${sum} accepted; refused: ${counts}`;
}

async function allBrokenRulesAtOnce(teller) {
  const { request, rules } = STORY.three_broken;
  const plan = { BackupPlanId: await teller.planFor('MySQL') };
  namesRules(rules, await teller.refused('CreateRestoreTask', 'MissingParameter', { ...request, ...STORY.account, ...plan }));
}

async function whatIsNoValue(teller) {
  const request = await teller.restore();
  const refused = (code, more) => teller.refused('CreateRestoreTask', code, { ...request, ...more });
  namesParameter(
    'DestinationEndpointInstanceType.value: ',
    await refused('InvalidParameter', { DestinationEndpointInstanceType: 'rds' }),
  );
  namesParameter('BackupPlanId', await refused('Param.NotFound', { BackupPlanId: 'dbs0000000000' }));
  delete request.RestoreTaskName;
  namesParameter('RestoreTaskName', await refused('MissingParameter'));
}

async function namesOfAnyLetters(teller) {
  const name = STORY.name_to_encode;
  const task = await teller.task(await teller.newTask('RDS', { RestoreTaskName: name }));
  expect('the name kept', name, task.RestoreTaskName);
}

async function repeatWithAToken(teller) {
  const plan = await teller.newPlan();
  const request = await teller.restore('RDS', { BackupPlanId: plan, ClientToken: `token-of-${teller.kind}` });
  const first = await teller.call('CreateRestoreTask', request);
  const second = await teller.call('CreateRestoreTask', request);
  expect('the task of the repetition', first.RestoreTaskId, second.RestoreTaskId);
  expect('tasks of the plan', 1, (await teller.tasks({ BackupPlanId: plan })).total);
  await teller.refused('CreateRestoreTask', 'IdempotentParameterMismatch', { ...request, RestoreTaskName: 'another' });
  expect('tasks of the plan', 1, (await teller.tasks({ BackupPlanId: plan })).total);
}

async function pages(teller) {
  const plan = await teller.newPlan();
  const made = [];
  for (let count = 0; count < 5; count += 1) made.push(await teller.newTask('RDS', { BackupPlanId: plan }));
  const listed = [];
  for (const [page, length] of [2, 2, 1, 0].entries()) {
    const came = await teller.tasks({ BackupPlanId: plan, PageNum: page, PageSize: 2 });
    expect(`total, pages and length of page ${page}`, [5, 3, length], [came.total, came.pages, came.tasks.length]);
    listed.push(...came.tasks.map((task) => task.RestoreTaskId));
  }
  expect('tasks on all pages', made.sort(), listed.sort());
  const tooLarge = { BackupPlanId: plan, PageSize: 101 };
  namesParameter('PageSize', await teller.refused('DescribeRestoreTaskList', 'InvalidParameter', tooLarge));
}

async function taskFromStartToFinish(teller) {
  const id = await teller.newTask();
  expect('state of a new task', 'init', (await teller.task(id)).RestoreStatus);
  await teller.call('StartRestoreTask', { RestoreTaskId: id });
  expect('state of a started task', 'check_pass', (await teller.task(id)).RestoreStatus);
  await teller.admin('clock', { advance_seconds: 6 });
  expect('state of a task past its check', 'running', (await teller.task(id)).RestoreStatus);
  await teller.admin('clock', { advance_seconds: 61 });
  const done = await teller.task(id);
  const came = [done.RestoreStatus, done.FullDataRestoreProgress];
  expect('state and progress of a task a minute later', ['finish', 100], came);
  expect('it finished after it was made', true, done.RestoreTaskFinishTime > done.RestoreTaskCreateTime);
  await teller.refused('StartRestoreTask', 'InvalidParameter', { RestoreTaskId: id });
}

async function tooManyCalls(teller) {
  await teller.admin('faults', { fail: 'DescribeRegions:Throttling.User:1' });
  await teller.refused('DescribeRegions', 'Throttling.User');
  await teller.call('DescribeRegions');
}

async function wrongSecret(teller) {
  const client = teller.newClient({ key: [teller.key[0], 'another'] });
  const refused = await teller.refused('CreateRestoreTask', 'SignatureDoesNotMatch', await teller.restore(), client);
  expect('it says what the service signed', true, /server string to sign is:\S/.test(refused.message));
}

async function unknownKey(teller) {
  const client = teller.newClient({ key: ['nobody', teller.key[1]] });
  await teller.refused('DescribeRegions', 'InvalidAccessKeyId.NotFound', {}, client);
}

async function expiredTime(teller) {
  for (const seconds of [-3600, 3600]) {
    await withClockOffBy(seconds, () => teller.refused('DescribeRegions', 'InvalidTimeStamp.Expired'));
  }
  await withClockOffBy(-300, () => teller.call('DescribeRegions'));
}

async function replayedNonce(teller) {
  const tap = await startTap(teller.service);
  await teller.newClient({ endpoint: tap.endpoint })('DescribeRegions', {});
  expect('requests that went by', 1, tap.sent.toString('latin1').match(/^(GET|POST) \//gm).length);
  const { status, body } = await sendRaw(teller.service, tap.sent);
  expect('the answer to the same bytes again', [400, 'SignatureNonceUsed'], [status, JSON.parse(body).Code]);
}

async function noPasswordInTheJournal(teller) {
  const journal = await teller.admin('journal');
  expect('calls are in the journal', true, journal.includes('CreateRestoreTask'));
  for (const password of [STORY.account.DestinationEndpointPassword, STORY.configuration.SourceEndpointPassword]) {
    expect('a password is in the journal', false, journal.includes(password));
  }
}

const STEPS = [
  whatTravels,
  regions,
  planFromPurchaseToStart,
  restoresToEveryLocation,
  everyCaseOfTheRules,
  allBrokenRulesAtOnce,
  whatIsNoValue,
  namesOfAnyLetters,
  repeatWithAToken,
  pages,
  taskFromStartToFinish,
  tooManyCalls,
  wrongSecret,
  unknownKey,
  expiredTime,
  replayedNonce,
  noPasswordInTheJournal,
];

async function main(kind, readyFile) {
  const teller = new Teller(kind, JSON.parse(fs.readFileSync(readyFile, 'utf8')));
  for (const [done, step] of STEPS.entries()) {
    const name = step.name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    let note;
    try {
      note = await step(teller);
    } catch (error) {
      console.log(`FAILED ${kind}: ${name}: ${error instanceof Failure ? error.message : error.stack}`);
      console.log(`${kind}: ${done} passed, 1 failed`);
      return 1;
    }
    console.log(`ok ${kind}: ${name}${note ? ` (${note})` : ''}`);
  }
  console.log(`${kind}: ${STEPS.length} passed, 0 failed`);
  return 0;
}

main(...process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
