-- Instants are UTC ticks (100 ns since year 1), money is whole nano-dollars, states are the names of Haggle.Core's enumerations.

create table meta (
  name  text not null primary key,
  value text not null
) without rowid;

-- One row for each run; doc is the whole aggregate, the other columns are what queries need of it.
create table runs (
  id           integer primary key autoincrement,
  submission   text    not null unique,
  name         text    not null,
  phase        text    not null,
  version      integer not null,
  due_at       integer not null,
  submitted_at integer not null,
  ended_at     integer,
  doc          text    not null
);
create index runs_due on runs (due_at, id) where phase <> 'Ended';

create table run_sources (
  run       integer primary key references runs (id),
  file_name text not null,
  text      text not null,
  user      text not null,
  estimate  text not null
);

-- Apart from everything that is listed, so that no query about runs can show a secret by accident.
create table run_secrets (
  run   integer not null references runs (id),
  place integer not null,
  name  text    not null,
  value text    not null,
  primary key (run, place)
) without rowid;

-- What may cost money. Rows are never deleted; a sweep compares them with the provider's own list.
create table slots (
  token    text    not null primary key,
  run      integer not null references runs (id),
  epoch    integer not null,
  rank     integer not null,
  provider text    not null,
  machine  text,
  state    text    not null
) without rowid;
create index slots_live on slots (provider, run, epoch, rank) where state not in ('Gone', 'NeverBorn');

create index slots_live_of_run on slots (run) where state not in ('Gone', 'NeverBorn');

create table attempts (
  id  integer primary key,
  run integer not null references runs (id),
  doc text    not null
);
create index attempts_run on attempts (run);

create table events (
  id    integer primary key,
  run   integer not null references runs (id),
  epoch integer not null,
  at    integer not null,
  kind  text    not null,
  text  text    not null
);
create index events_run on events (run);

-- Lines are only added, never changed.
create table ledger (
  id              integer primary key,
  run             integer not null references runs (id),
  epoch           integer not null,
  token           text    not null,
  kind            text    not null,
  at              integer not null,
  until           integer not null,
  amount_nano_usd integer not null
);
create index ledger_run on ledger (run);
