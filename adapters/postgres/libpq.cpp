// The functions of libpq that pqxx (linked statically) and we call, each handing on to the shared library. They are
// defined as <libpq-fe.h> declares them: one that differs does not compile, and one that is missing does not link.
#include "adapters/postgres/libpq.h"

#include <dlfcn.h>
#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

namespace lockstep {
namespace {

// The version of the interface (SONAME), the same since PostgreSQL 8.2.
constexpr const char* kLibrary = "libpq.so.5";

/// Stays loaded until the process ends. Null: not to be had.
void* library() {
  static void* const handle = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  return handle;
}

template <typename Function>
Function* symbol(const char* name) {
  void* const found = library() == nullptr ? nullptr : dlsym(library(), name);
  if (found == nullptr) {
    fmt::print(stderr, "lockstep: {} has no {}\n", kLibrary, name);
    std::abort();
  }
  return reinterpret_cast<Function*>(found);
}

}  // namespace

Status load_libpq() {
  dlerror();  // forgets earlier ones
  if (library() != nullptr) return {};
  const char* const reason = dlerror();
  return fail(ErrorCode::Input,
              fmt::format("PostgreSQL's client library cannot be loaded: {}", reason == nullptr ? kLibrary : reason),
              "install it (Debian and Ubuntu: libpq5); SQLite and commands without a database do not need it");
}

}  // namespace lockstep

#define LIBPQ(result, name, parameters, arguments)                         \
  extern "C" result name parameters {                                      \
    static auto* const function = lockstep::symbol<decltype(name)>(#name); \
    return function arguments;                                             \
  }

// clang-format off
LIBPQ(int, PQbackendPID, (const PGconn* conn), (conn))
LIBPQ(int, PQcancel, (PGcancel* cancel, char* errbuf, int errbufsize), (cancel, errbuf, errbufsize))
LIBPQ(void, PQclear, (PGresult* res), (res))
LIBPQ(int, PQclientEncoding, (const PGconn* conn), (conn))
LIBPQ(char*, PQcmdStatus, (PGresult* res), (res))
LIBPQ(char*, PQcmdTuples, (PGresult* res), (res))
LIBPQ(PostgresPollingStatusType, PQconnectPoll, (PGconn* conn), (conn))
LIBPQ(PGconn*, PQconnectStart, (const char* conninfo), (conninfo))
LIBPQ(PGconn*, PQconnectdb, (const char* conninfo), (conninfo))
LIBPQ(void, PQconninfoFree, (PQconninfoOption* connOptions), (connOptions))
LIBPQ(PQconninfoOption*, PQconninfoParse, (const char* conninfo, char** errmsg), (conninfo, errmsg))
LIBPQ(int, PQconsumeInput, (PGconn* conn), (conn))
LIBPQ(char*, PQdb, (const PGconn* conn), (conn))
LIBPQ(char*, PQencryptPassword, (const char* passwd, const char* user), (passwd, user))
LIBPQ(int, PQendcopy, (PGconn* conn), (conn))
LIBPQ(char*, PQerrorMessage, (const PGconn* conn), (conn))
LIBPQ(unsigned char*, PQescapeByteaConn, (PGconn* conn, const unsigned char* from, size_t from_length, size_t* to_length), (conn, from, from_length, to_length))
LIBPQ(char*, PQescapeIdentifier, (PGconn* conn, const char* str, size_t len), (conn, str, len))
LIBPQ(size_t, PQescapeStringConn, (PGconn* conn, char* to, const char* from, size_t length, int* error), (conn, to, from, length, error))
LIBPQ(PGresult*, PQexec, (PGconn* conn, const char* query), (conn, query))
LIBPQ(PGresult*, PQexecParams, (PGconn* conn, const char* command, int nParams, const Oid* paramTypes, const char* const* paramValues, const int* paramLengths, const int* paramFormats, int resultFormat), (conn, command, nParams, paramTypes, paramValues, paramLengths, paramFormats, resultFormat))
LIBPQ(PGresult*, PQexecPrepared, (PGconn* conn, const char* stmtName, int nParams, const char* const* paramValues, const int* paramLengths, const int* paramFormats, int resultFormat), (conn, stmtName, nParams, paramValues, paramLengths, paramFormats, resultFormat))
LIBPQ(void, PQfinish, (PGconn* conn), (conn))
LIBPQ(char*, PQfname, (const PGresult* res, int field_num), (res, field_num))
LIBPQ(int, PQfnumber, (const PGresult* res, const char* field_name), (res, field_name))
LIBPQ(void, PQfreeCancel, (PGcancel* cancel), (cancel))
LIBPQ(void, PQfreemem, (void* ptr), (ptr))
LIBPQ(Oid, PQftable, (const PGresult* res, int field_num), (res, field_num))
LIBPQ(int, PQftablecol, (const PGresult* res, int field_num), (res, field_num))
LIBPQ(Oid, PQftype, (const PGresult* res, int field_num), (res, field_num))
LIBPQ(PGcancel*, PQgetCancel, (PGconn* conn), (conn))
LIBPQ(int, PQgetCopyData, (PGconn* conn, char** buffer, int async), (conn, buffer, async))
LIBPQ(PGresult*, PQgetResult, (PGconn* conn), (conn))
LIBPQ(int, PQgetisnull, (const PGresult* res, int tup_num, int field_num), (res, tup_num, field_num))
LIBPQ(int, PQgetlength, (const PGresult* res, int tup_num, int field_num), (res, tup_num, field_num))
LIBPQ(char*, PQgetvalue, (const PGresult* res, int tup_num, int field_num), (res, tup_num, field_num))
LIBPQ(char*, PQhost, (const PGconn* conn), (conn))
LIBPQ(int, PQisBusy, (PGconn* conn), (conn))
LIBPQ(int, PQisthreadsafe, (), ())
LIBPQ(int, PQnfields, (const PGresult* res), (res))
LIBPQ(PGnotify*, PQnotifies, (PGconn* conn), (conn))
LIBPQ(int, PQntuples, (const PGresult* res), (res))
LIBPQ(Oid, PQoidValue, (const PGresult* res), (res))
LIBPQ(char*, PQport, (const PGconn* conn), (conn))
LIBPQ(PGresult*, PQprepare, (PGconn* conn, const char* stmtName, const char* query, int nParams, const Oid* paramTypes), (conn, stmtName, query, nParams, paramTypes))
LIBPQ(int, PQprotocolVersion, (const PGconn* conn), (conn))
LIBPQ(int, PQputCopyData, (PGconn* conn, const char* buffer, int nbytes), (conn, buffer, nbytes))
LIBPQ(int, PQputCopyEnd, (PGconn* conn, const char* errormsg), (conn, errormsg))
LIBPQ(void, PQreset, (PGconn* conn), (conn))
LIBPQ(char*, PQresultErrorField, (const PGresult* res, int fieldcode), (res, fieldcode))
LIBPQ(char*, PQresultErrorMessage, (const PGresult* res), (res))
LIBPQ(ExecStatusType, PQresultStatus, (const PGresult* res), (res))
LIBPQ(int, PQsendQuery, (PGconn* conn, const char* query), (conn, query))
LIBPQ(int, PQserverVersion, (const PGconn* conn), (conn))
LIBPQ(int, PQsetClientEncoding, (PGconn* conn, const char* encoding), (conn, encoding))
LIBPQ(PGVerbosity, PQsetErrorVerbosity, (PGconn* conn, PGVerbosity verbosity), (conn, verbosity))
LIBPQ(PQnoticeProcessor, PQsetNoticeProcessor, (PGconn* conn, PQnoticeProcessor proc, void* arg), (conn, proc, arg))
LIBPQ(int, PQsocket, (const PGconn* conn), (conn))
LIBPQ(ConnStatusType, PQstatus, (const PGconn* conn), (conn))
LIBPQ(void, PQtrace, (PGconn* conn, FILE* debug_port), (conn, debug_port))
LIBPQ(unsigned char*, PQunescapeBytea, (const unsigned char* strtext, size_t* retbuflen), (strtext, retbuflen))
LIBPQ(void, PQuntrace, (PGconn* conn), (conn))
LIBPQ(char*, PQuser, (const PGconn* conn), (conn))
LIBPQ(int, lo_close, (PGconn* conn, int fd), (conn, fd))
LIBPQ(Oid, lo_creat, (PGconn* conn, int mode), (conn, mode))
LIBPQ(int, lo_export, (PGconn* conn, Oid lobjId, const char* filename), (conn, lobjId, filename))
LIBPQ(Oid, lo_import, (PGconn* conn, const char* filename), (conn, filename))
LIBPQ(int, lo_lseek, (PGconn* conn, int fd, int offset, int whence), (conn, fd, offset, whence))
LIBPQ(int, lo_open, (PGconn* conn, Oid lobjId, int mode), (conn, lobjId, mode))
LIBPQ(int, lo_read, (PGconn* conn, int fd, char* buf, size_t len), (conn, fd, buf, len))
LIBPQ(int, lo_tell, (PGconn* conn, int fd), (conn, fd))
LIBPQ(int, lo_unlink, (PGconn* conn, Oid lobjId), (conn, lobjId))
LIBPQ(int, lo_write, (PGconn* conn, int fd, const char* buf, size_t len), (conn, fd, buf, len))
LIBPQ(const char*, pg_encoding_to_char, (int encoding), (encoding))
// clang-format on
