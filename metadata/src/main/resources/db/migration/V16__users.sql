-- Who a user is, beside the name; and names that differ in capitals alone are one user's.

alter table app_user add column first_name      text not null default '';
alter table app_user add column last_name       text not null default '';
alter table app_user add column email           text not null default '';
alter table app_user add column changed_at      timestamptz; -- null: never
alter table app_user add column last_sign_in_at timestamptz;
create unique index app_user_name on app_user (lower(username));
create index access_token_user on access_token (username);
