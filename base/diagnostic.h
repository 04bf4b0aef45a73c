// A problem in the user's SQL, as a value: the same one is rendered as text, JSON, SARIF and annotations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace lockstep {

enum class Severity { Note, Warning, Error };

[[nodiscard]] std::string_view to_string(Severity severity);

/// A piece of a file replaced by other text.
struct Edit {
  Span span;  ///< empty: the text is put in there
  std::string text;
};

/// One finding. Wording: lower-case start, no final period, SQL in backticks; the situation first, then why;
/// what to do goes into `help`.
struct Diagnostic {
  std::string rule;      ///< kebab-case id of the rule, e.g. "set-not-null"
  std::string category;  ///< lock, failure, data, compatibility, process or style
  Severity severity = Severity::Warning;
  std::string message;
  std::string help;
  Span span;  ///< bytes in the file
  /// What makes the file do the same without the problem, if one file can hold that: in order, not overlapping.
  std::vector<Edit> edits = {};
};

/// `path:line:column: error: message [rule]`, the source line with carets, and the help: what a compiler prints.
[[nodiscard]] std::string render_text(const Diagnostic& diagnostic, const SourceFile& file);
/// The same for those who know where the finding's span begins (line_index.h).
[[nodiscard]] std::string render_text(const Diagnostic& diagnostic, const SourceFile& file, LineColumn place);

}  // namespace lockstep
