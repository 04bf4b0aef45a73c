// Commands whose grammar is known and whose structure nobody asks for yet: their statements keep the body Opaque, with
// tag, span and relations.
#include "parser/lower.h"

namespace lockstep::lower {

#define LOCKSTEP_OPAQUE(family) \
  void lower_##family(const Tree& /*tree*/, Statement& result) { result.body = Opaque{}; }

LOCKSTEP_OPAQUE(alter_aggregate)
LOCKSTEP_OPAQUE(alter_collation)
LOCKSTEP_OPAQUE(alter_conversion)
LOCKSTEP_OPAQUE(alter_database)
LOCKSTEP_OPAQUE(alter_default_privileges)
LOCKSTEP_OPAQUE(alter_domain)
LOCKSTEP_OPAQUE(alter_event_trigger)
LOCKSTEP_OPAQUE(alter_extension)
LOCKSTEP_OPAQUE(alter_foreign_data_wrapper)
LOCKSTEP_OPAQUE(alter_language)
LOCKSTEP_OPAQUE(alter_large_object)
LOCKSTEP_OPAQUE(alter_operator)
LOCKSTEP_OPAQUE(alter_operator_class)
LOCKSTEP_OPAQUE(alter_operator_family)
LOCKSTEP_OPAQUE(alter_policy)
LOCKSTEP_OPAQUE(alter_publication)
LOCKSTEP_OPAQUE(alter_role)
LOCKSTEP_OPAQUE(alter_routine)
LOCKSTEP_OPAQUE(alter_rule)
LOCKSTEP_OPAQUE(alter_schema)
LOCKSTEP_OPAQUE(alter_server)
LOCKSTEP_OPAQUE(alter_statistics)
LOCKSTEP_OPAQUE(alter_subscription)
LOCKSTEP_OPAQUE(alter_system)
LOCKSTEP_OPAQUE(alter_tablespace)
LOCKSTEP_OPAQUE(alter_text_search)
LOCKSTEP_OPAQUE(alter_trigger)
LOCKSTEP_OPAQUE(alter_user_mapping)
LOCKSTEP_OPAQUE(create_access_method)
LOCKSTEP_OPAQUE(create_aggregate)
LOCKSTEP_OPAQUE(create_cast)
LOCKSTEP_OPAQUE(create_collation)
LOCKSTEP_OPAQUE(create_conversion)
LOCKSTEP_OPAQUE(create_database)
LOCKSTEP_OPAQUE(create_event_trigger)
LOCKSTEP_OPAQUE(create_foreign_data_wrapper)
LOCKSTEP_OPAQUE(create_operator)
LOCKSTEP_OPAQUE(create_operator_class)
LOCKSTEP_OPAQUE(create_operator_family)
LOCKSTEP_OPAQUE(create_policy)
LOCKSTEP_OPAQUE(create_publication)
LOCKSTEP_OPAQUE(create_role)
LOCKSTEP_OPAQUE(create_rule)
LOCKSTEP_OPAQUE(create_server)
LOCKSTEP_OPAQUE(create_statistics)
LOCKSTEP_OPAQUE(create_subscription)
LOCKSTEP_OPAQUE(create_tablespace)
LOCKSTEP_OPAQUE(create_text_search)
LOCKSTEP_OPAQUE(create_transform)
LOCKSTEP_OPAQUE(create_user_mapping)
LOCKSTEP_OPAQUE(import_foreign_schema)
LOCKSTEP_OPAQUE(reassign_owned)

#undef LOCKSTEP_OPAQUE

}  // namespace lockstep::lower
