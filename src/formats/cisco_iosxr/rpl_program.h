// Route policies as nested statements, before they become flat terms.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "formats/cisco_iosxr/rpl_lists.h"
#include "formats/cisco_iosxr/rpl_text.h"
#include "model/route_policy.h"

namespace ringfence::formats::cisco_iosxr {

/// A condition in conjunctive normal form; without clauses every route meets it.
using RplCondition = std::vector<model::RouteClause>;

/// What a statement does.
enum class RplStatementKind : std::uint8_t { kActions, kPass, kDrop, kDone, kApply, kIf };

/// `if C then`, `elseif C then` or `else`.
struct RplBranch {
  RplCondition condition;
  bool is_else = false;
  std::size_t block = 0;  ///< index in the program
  base::Span span;
};

/// One statement.
struct RplStatement {
  RplStatementKind kind = RplStatementKind::kPass;
  std::vector<model::RouteAction> actions;
  std::string callee;  ///< name of the policy in the neutral model
  std::vector<RplBranch> branches;
  base::Span span;
};

/// A policy; block 0 is its body.
struct RplProgram {
  std::vector<std::vector<RplStatement>> blocks;
  std::vector<base::Span> notes;  ///< places that are not expressed; they count when the policy is used
  bool broken = false;            ///< its structure is not understood
};

/// Gives the neutral name of a policy that is used with arguments.
class RplCallees {
 public:
  virtual ~RplCallees() = default;
  /// `arguments` as written; `span` is the place of the use.
  virtual std::string NameOf(std::string_view policy, const std::vector<std::string>& arguments,
                             base::Span span) = 0;
};

/// What the parsers of conditions and actions share.
struct RplSite {
  RplCursor cursor;
  RplLists& lists;
  RplCallees& callees;
  StatementReport& report;
  std::vector<base::Span>& notes;

  /// Notes that something is not expressed.
  void Note(base::Span span) { notes.push_back(span); }
};

/// Takes what stands between `if` and `then`, and `then` itself.
RplCondition TakeCondition(RplSite& site);
/// Takes what follows `set`, `delete`, `prepend`, `replace`, `remove` and the like; `keyword` is taken. What
/// is not expressed is noted and skipped.
std::vector<model::RouteAction> TakeActions(RplSite& site, const RplToken& keyword);
/// Takes the name and the arguments behind `apply`; gives the neutral name.
std::string TakeApply(RplSite& site);
/// True for words that begin a statement.
bool BeginsStatement(const RplToken& token);

/// Reads the tokens of a policy. No recursion; nesting up to kNestingMax.
RplProgram ParseRpl(const std::vector<RplToken>& tokens, base::Span span, RplLists& lists,
                    RplCallees& callees, StatementReport& report);

/// The flat terms of a program (see rpl_compile.cc).
model::RoutePolicy CompileRpl(std::string name, const RplProgram& program, base::Span span);

}  // namespace ringfence::formats::cisco_iosxr
