-- Users whom an identity provider signs in: issuer and subject, which never change; null: by password alone.

alter table app_user add column external_id text;
create unique index app_user_external on app_user (external_id);
