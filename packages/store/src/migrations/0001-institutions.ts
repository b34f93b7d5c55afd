import { APPLICATION_ROLE, PERSON, tenantTable } from './tenant.ts';

export const institutions: readonly string[] = [
  // A role belongs to the whole server: another database of it may have made it already.
  `do $$ begin
    if not exists (select from pg_roles where rolname = '${APPLICATION_ROLE}') then
      create role ${APPLICATION_ROLE} nologin nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
    end if;
    if not pg_has_role(current_user, '${APPLICATION_ROLE}', 'member') then grant ${APPLICATION_ROLE} to current_user; end if;
  end $$`,
  `grant usage on schema public to ${APPLICATION_ROLE}`,

  `create table institution (
    id uuid primary key,
    name text not null,
    example boolean not null default false,
    created_at timestamptz not null,
    revision bigint not null default 0
  )`,
  ...tenantTable('institution', 'select, insert, update', 'id'),

  `create table person (
    institution_id uuid not null references institution (id),
    id uuid not null,
    name text not null,
    roles text[] not null,
    created_at timestamptz not null,
    primary key (institution_id, id)
  )`,
  ...tenantTable('person', 'select, insert, update'),
  'create index person_own on person (id)',

  // A person may see in which institutions she holds a role, before acting for one of them.
  `create policy own_membership on person for select using (id = ${PERSON})`,
  `create policy own_membership on institution for select using (exists (select from person where person.institution_id = institution.id and person.id = ${PERSON}))`,
];
