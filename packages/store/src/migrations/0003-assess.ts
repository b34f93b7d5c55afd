import { regionTable, sharedTable } from './region.ts';
import { APPLICATION_ROLE, tenantTable } from './tenant.ts';

const READ_WRITE = 'select, insert, update, delete';

/** An advisory as it is kept: columns for lists, and its content whole. `key` names it in paths: publisher and tracking id, made safe. */
const ADVISORY = `
    key text collate "C" not null check (key ~ '^[a-z0-9._-]{1,200}$'),
    tracking_id text not null, publisher text not null, title text not null, format text not null, revision text not null, state text not null,
    released_at timestamptz, first_released_at timestamptz, received_at timestamptz not null,
    base_score real, severity text collate "C", cves text[] not null, search text collate "C" not null,
    content json not null, hash text not null, warnings jsonb not null, checked jsonb not null`;

/** Columns by which findings are sorted, each with an index that ends with the id. */
const SORTED = ['hours', 'base_score', 'likelihood', 'changed_at', 'due_on'];

/** Days are texts `YYYY-MM-DD`: the two engines' drivers give dates in different zones. */
export const assess: readonly string[] = [
  // Where a device stands for people: the department of the list, else the zone of the network.
  'alter table asset add column ward text collate "C"',

  'create schema region',
  `grant usage on schema region to ${APPLICATION_ROLE}`,
  `create table region.advisory (${ADVISORY}, primary key (key))`,
  ...regionTable('advisory'),
  'create index advisory_released on region.advisory (released_at desc nulls last, key)',
  `create table region.advisory_cve (cve text collate "C" not null, key text collate "C" not null references region.advisory (key) on delete cascade, primary key (cve, key))`,
  ...regionTable('advisory_cve'),
  `create table region.known_exploited (
    cve text collate "C" primary key, vendor text not null, product text not null, added_on text not null, due_on text, ransomware boolean not null, required_action text
  )`,
  ...regionTable('known_exploited'),
  `create table region.exploit_prediction (cve text collate "C" primary key, probability real not null, percentile real not null)`,
  ...regionTable('exploit_prediction'),
  // The day of what is held of each kind.
  `create table region.intelligence (kind text primary key check (kind in ('kev', 'epss')), day text not null, count integer not null, received_at timestamptz not null)`,
  ...regionTable('intelligence'),
  `create table region.feed (
    id text primary key, name text not null, kind text not null check (kind in ('csaf', 'kev', 'epss')), url text not null, enabled boolean not null,
    asked_at timestamptz, result jsonb, documents integer not null
  )`,
  ...regionTable('feed'),
  // The name stands here: an institution cannot read the others' rows.
  `create table region.shared_decision (
    institution_id uuid not null, id uuid not null, institution text not null, advisory_id text collate "C" not null, content json not null, at timestamptz not null, expires_on text collate "C" not null,
    primary key (institution_id, id)
  )`,
  ...sharedTable('shared_decision'),
  'create index shared_decision_for on region.shared_decision (advisory_id)',

  // An institution's own: uploads that are not the region's, makers' letters typed by hand.
  `create table advisory (institution_id uuid not null references institution (id), ${ADVISORY}, primary key (institution_id, key))`,
  ...tenantTable('advisory', READ_WRITE),
  `create table advisory_cve (
    institution_id uuid not null, cve text collate "C" not null, key text collate "C" not null, primary key (institution_id, cve, key),
    foreign key (institution_id, key) references advisory (institution_id, key) on delete cascade
  )`,
  ...tenantTable('advisory_cve', READ_WRITE),

  `create table intake (
    institution_id uuid not null references institution (id), id uuid not null, name text not null, at timestamptz not null, finished_at timestamptz, by_id uuid not null, by_name text not null,
    kind text not null check (kind in ('file', 'feeds', 'typed')), state text not null check (state in ('waiting', 'reading', 'done', 'failed')),
    read integer not null, added integer not null, revised integer not null, unchanged integer not null, quarantined integer not null, error jsonb,
    primary key (institution_id, id)
  )`,
  ...tenantTable('intake', 'select, insert, update'),
  `create table quarantine (
    institution_id uuid not null, id uuid not null, intake_id uuid not null, file text not null, at timestamptz not null, reason jsonb not null, message text not null,
    primary key (institution_id, id), foreign key (institution_id, intake_id) references intake (institution_id, id) on delete cascade
  )`,
  ...tenantTable('quarantine', READ_WRITE),

  // Bills of materials, an import each: identifiers by which components are matched. What SEE needs of them is in the witnesses.
  `create table import_component (
    institution_id uuid not null, import_id uuid not null, content json not null, primary key (institution_id, import_id),
    foreign key (institution_id, import_id) references import (institution_id, id) on delete cascade
  )`,
  ...tenantTable('import_component', READ_WRITE),

  // No foreign keys to assets and advisories: a finding outlives both and says why.
  `create table finding (
    institution_id uuid not null references institution (id), id uuid not null,
    asset_id text collate "C" not null, advisory_key text collate "C" not null, own_advisory boolean not null, asset_keys text[] not null, class text collate "C" not null,
    verdict text not null check (verdict in ('affected', 'cannot_tell', 'not_affected')), score real not null,
    state text collate "C" not null check (state in ('open', 'known_affected', 'known_not_affected', 'fixed', 'under_investigation', 'accepted', 'gone')), waiting boolean not null,
    remediation text not null check (remediation in ('not_remediated', 'in_progress', 'done')),
    cves text[] not null, base_score real, likelihood real not null, exploited boolean not null, epss real, hours double precision not null, assumed boolean not null, services jsonb not null,
    ssvc text not null, assignee text, due_on text collate "C", fix_available boolean not null, gone boolean not null, found_at timestamptz not null, changed_at timestamptz not null, zone text collate "C",
    search text collate "C" not null, detail json not null, hash text not null,
    primary key (institution_id, id), unique (institution_id, asset_id, advisory_key, own_advisory)
  )`,
  ...tenantTable('finding', READ_WRITE),
  ...SORTED.map((column) => `create index finding_by_${column} on finding (institution_id, ${column}, id)`),
  'create index finding_of_advisory on finding (institution_id, advisory_key)',
  'create index finding_by_state on finding (institution_id, state)',
  `create table finding_cve (
    institution_id uuid not null, cve text collate "C" not null, finding_id uuid not null, primary key (institution_id, cve, finding_id),
    foreign key (institution_id, finding_id) references finding (institution_id, id) on delete cascade
  )`,
  ...tenantTable('finding_cve', READ_WRITE),
  // Never changed but for being taken back; content is a FindingDecision of the model. It hangs on the asset's keys, not on a finding's row.
  `create table finding_decision (
    institution_id uuid not null references institution (id), id uuid not null, finding_id uuid not null, content json not null, by_id uuid not null, by_name text not null, at timestamptz not null,
    undone_at timestamptz, undone_by text,
    primary key (institution_id, id)
  )`,
  ...tenantTable('finding_decision', 'select, insert, update'),
  'create index finding_decision_of on finding_decision (institution_id, finding_id, at)',
  // What changed for the institution: newest first on the page "since your last visit". `alerts` false: revised without anything to do, kept with its reason.
  `create table assess_change (
    institution_id uuid not null references institution (id), id uuid not null, at timestamptz not null, code text not null, finding_id uuid, advisory_key text, own_advisory boolean, alerts boolean not null, params jsonb not null,
    primary key (institution_id, id)
  )`,
  ...tenantTable('assess_change', READ_WRITE),
  'create index assess_change_at on assess_change (institution_id, at desc)',
  // Pairs that came close and were left out, with what spoke against them; replaced by each assessment.
  `create table not_listed (
    institution_id uuid not null references institution (id), no integer not null, asset_id text collate "C" not null, advisory_key text collate "C" not null, own_advisory boolean not null,
    score real not null, search text collate "C" not null, detail json not null,
    primary key (institution_id, no)
  )`,
  ...tenantTable('not_listed', READ_WRITE),
  `create table care_service (
    institution_id uuid not null references institution (id), id uuid not null, name text not null,
    content jsonb not null, created_at timestamptz not null,
    primary key (institution_id, id)
  )`,
  ...tenantTable('care_service', READ_WRITE),
  // One row: what the last assessment was made from, and whether the machine may accept by itself.
  `create table assess_state (
    institution_id uuid primary key references institution (id), accept boolean not null, assessed_at timestamptz, asked_at timestamptz, stats jsonb
  )`,
  ...tenantTable('assess_state', 'select, insert, update'),
  `create table visit (institution_id uuid not null references institution (id), person_id uuid not null, at timestamptz not null, primary key (institution_id, person_id))`,
  ...tenantTable('visit', 'select, insert, update'),
];
