// The queries over pg_catalog that read_catalog.cpp makes a Catalog of. Each takes the server's major version where the
// system's tables differ between 14 and 18. Columns are read by position: their order is part of the query.
#pragma once

#include <string>

namespace lockstep::catalog_queries {

/// oid, schema, name, relkind, persistence, row security, comment, owner, estimated rows, bytes, parent schema.name,
/// partition bound, partition strategy, partition columns ('' where an expression stands), partition expressions,
/// sequence owner, view query, inherited keys, populated, key of the type of a typed table
std::string relations();
/// relation oid, name, type, not null, default or generation expression, volatile, identity, generated, collation,
/// comment, name of the NOT NULL constraint, which is NO INHERIT
std::string columns(int version);
/// relation oid, name, contype, columns, expression, referenced key, referenced columns, delete, update, match,
/// deferrable, deferred, validated, enforced, no inherit, nulls not distinct, included columns, definition, comment,
/// period
std::string constraints(int version);
/// index oid, relation oid, name, unique, valid, partitioned, method, included columns, predicate, nulls not distinct,
/// constraint, definition, comment, clustered, storage parameters
std::string indexes(int version);
/// index oid, column or NULL, expression, collation, operator class, options
std::string index_elements();
/// relation oid, name, function key, definition, enabled
std::string triggers();
/// view oid, key of a relation that it reads
std::string view_reads();
/// relation oid, name, event, instead, definition, enabled
std::string rules();
/// relation oid, name
std::string policies();
/// relation oid, role as SQL, privilege, column or '', grantable
std::string grants();
/// schema, name, key of the table, columns
std::string statistics();
/// name, all tables, keys of tables, schemas
std::string publications(int version);
std::string default_grants();
/// schema, name, typtype, typisdefined, base type, not null, labels, default, names of checks, of those that are not
/// valid, of the NOT NULL
std::string types(int version);
/// schema, name, arguments, language, volatility, definition, types of what a call gives, how many have defaults,
/// variadic
std::string functions();
/// name
std::string schemas();
/// name
std::string extensions();

}  // namespace lockstep::catalog_queries
