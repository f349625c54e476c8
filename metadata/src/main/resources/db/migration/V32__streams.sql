-- Which of its streams a worker has told a scheduler of last. One whose first word is heard only after that of a later
-- stream must take nothing back: what the worker did not hold then it may have been given since. 0: a worker of the
-- release before, which does not count them.
alter table worker add column stream_no bigint not null default 0;
