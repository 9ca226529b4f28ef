"""The words of SQL, by what a statement does that begins with them, and functions that do more than compute."""

from __future__ import annotations

from chimera_guard.effects.places import names

READS = names(
    """
    SELECT VALUES TABLE SHOW DESCRIBE DESC EXPLAIN HELP USE WITH FROM SUMMARIZE PIVOT UNPIVOT HANDLER CHECKSUM
    STATUS
    """
)
HARMLESS = names(
    "BEGIN START COMMIT ROLLBACK END ABORT SAVEPOINT RELEASE SET PRINT DECLARE FETCH CLOSE OPEN IF ELSE GO RESET"
)
CHANGES = names(
    """
    INSERT UPDATE MERGE REPLACE UPSERT CREATE ALTER GRANT REVOKE DENY COMMENT ANALYZE ANALYSE VACUUM REINDEX CLUSTER
    REFRESH OPTIMIZE REPAIR RENAME LOCK UNLOCK CALL EXEC EXECUTE COPY LOAD IMPORT EXPORT ATTACH DETACH PRAGMA NOTIFY
    LISTEN CHECKPOINT INSTALL FORCE REASSIGN SECURITY FLUSH KILL SHUTDOWN BACKUP RESTORE BULK PREPARE DEALLOCATE
    SYSTEM UNDROP EXCHANGE MOVE DO STOP CHANGE PUT REMOVE SIGNAL PURGE RELOAD KEEP
    """
)
DESTROYS = names("DROP TRUNCATE PURGE")
WITHIN = names("INSERT UPDATE DELETE MERGE REPLACE DROP TRUNCATE ALTER CREATE")
BEGINS = WITHIN | names("SELECT WITH EXECUTE VALUES TABLE")
KEEPS_ROWS = names(
    "CONSTRAINT DEFAULT NOT IDENTITY INDEX KEY FOREIGN PRIMARY EXPRESSION CHECK MEMBER PROJECTION UNIQUE"
)
# What begins a statement where no sign separates it from the one before, and what then follows a word that could be
# a column's name as well.
FOLLOWS = {
    "DROP": names("TABLE DATABASE SCHEMA VIEW INDEX USER ROLE LOGIN PROCEDURE TABLESPACE KEYSPACE"),
    "TRUNCATE": names("TABLE"),
    "DELETE": names("FROM TOP"),
    "UPDATE": frozenset[str](),
    "INSERT": names("INTO"),
    "MERGE": names("INTO"),
    "ALTER": names("TABLE DATABASE USER LOGIN ROLE"),
    "CREATE": names("TABLE DATABASE LOGIN USER"),
    "EXEC": names("XP_CMDSHELL MASTER..XP_CMDSHELL SP_CONFIGURE SP_OACREATE"),
    "EXECUTE": names("IMMEDIATE"),
    "GRANT": names("ALL SELECT"),
}
READING_PROCEDURES = names(
    """
    sp_who sp_who2 sp_spaceused sp_columns sp_tables sp_lock sp_databases sp_readerrorlog xp_readerrorlog sp_depends
    sp_pkeys sp_fkeys sp_statistics sp_stored_procedures sp_linkedservers sp_describe_first_result_set xp_msver
    sp_whoisactive sp_blitz sp_server_info
    """
)
PRAGMAS = names(
    """
    table_info table_xinfo table_list index_list index_info index_xinfo database_list foreign_key_list
    compile_options integrity_check quick_check foreign_key_check collation_list function_list module_list
    pragma_list stats data_version freelist_count page_count database_size show_tables show version storage_info
    user_agent
    """
)
SETTINGS = names(
    """
    journal_mode user_version foreign_keys synchronous encoding auto_vacuum cache_size application_id schema_version
    busy_timeout locking_mode temp_store mmap_size page_size journal_size_limit recursive_triggers secure_delete
    wal_autocheckpoint max_page_count query_only case_sensitive_like automatic_index cell_size_check memory_limit
    threads
    """
)  # pragmas that print a setting when they are given no value
RUNS = names("xp_cmdshell sys_exec sys_eval shell_exec system edit")
LOADS = names(
    """
    load_extension sys_bineval dblink_connect lo_create plpy sp_oacreate sp_oamethod query_to_xml xp_regwrite
    """
)
ACTS = names(
    """
    pg_terminate_backend pg_cancel_backend pg_reload_conf pg_rotate_logfile pg_switch_wal pg_promote pg_stat_reset
    pg_drop_replication_slot pg_create_restore_point setval lo_unlink lo_put dblink_exec nextval pg_notify lo_import
    pg_create_physical_replication_slot pg_create_logical_replication_slot pg_replication_slot_advance
    pg_logical_slot_get_changes pg_backup_start pg_backup_stop pg_wal_replay_pause pg_wal_replay_resume drop_chunks
    create_hypertable pg_logical_emit_message
    """
)  # functions by which a SELECT changes something
DROPS = names("pg_drop_replication_slot lo_unlink drop_chunks")  # those of them that what they take away is gone by
FILES = {
    "load_file": "read", "pg_read_file": "read", "pg_read_binary_file": "read", "pg_ls_dir": "read",
    "lo_import": "read", "readfile": "read", "read_csv": "read", "read_csv_auto": "read", "read_json": "read",
    "read_parquet": "read", "read_text": "read", "read_blob": "read", "openrowset": "read", "file": "read",
    "writefile": "write", "lo_export": "write", "pg_file_write": "write",
}  # fmt: skip
