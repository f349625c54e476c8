-- Which values are in the store: asked of hashes when it is cleared of what nothing refers to. Few rows have one.
create index xcom_blob on xcom (blob_hash) where blob_hash is not null;
