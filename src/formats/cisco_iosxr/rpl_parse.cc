// Statements of a policy: a list of open `if`s, no recursion.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_iosxr/rpl_program.h"
#include "formats/format.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

constexpr std::string_view kStatementWords[] = {"if",
                                                "elseif",
                                                "else",
                                                "endif",
                                                "pass",
                                                "drop",
                                                "done",
                                                "apply",
                                                "set",
                                                "delete",
                                                "prepend",
                                                "replace",
                                                "remove",
                                                "var",
                                                "global",
                                                "suppress-route",
                                                "reject",
                                                "accept",
                                                "unsuppress-route",
                                                "increment",
                                                "decrement"};

/// State of one parse.
class Parser {
 public:
  Parser(RplSite& site, RplProgram& program, base::Span span) : site_(site), program_(program), span_(span) {
    program_.blocks.emplace_back();
  }

  void Run() {
    while (!site_.cursor.done() && !program_.broken) Step(site_.cursor.Next());
    if (!open_.empty() && !program_.broken) Break("an 'if' has no 'endif'", span_);
  }

 private:
  /// An `if` whose branches are being read: it is the last statement of its block.
  struct Open {
    std::size_t block = 0;
  };

  void Break(std::string what, base::Span span) {
    program_.broken = true;
    site_.report.diagnostics.Add({base::DiagnosticKind::kSyntaxBroken, span, std::move(what)});
  }

  RplStatement& Add(RplStatementKind kind, base::Span span) {
    RplStatement statement;
    statement.kind = kind;
    statement.span = span;
    program_.blocks[block_].push_back(std::move(statement));
    return program_.blocks[block_].back();
  }

  void OpenBranch(RplCondition condition, bool is_else, base::Span span) {
    RplBranch branch{std::move(condition), is_else, program_.blocks.size(), span};
    program_.blocks[open_.back().block].back().branches.push_back(std::move(branch));
    block_ = program_.blocks.size();
    program_.blocks.emplace_back();
  }

  void Step(const RplToken& token) {
    if (token.Is("if")) return If(token);
    if (token.Is("elseif") || token.Is("else") || token.Is("endif")) return Continue(token);
    if (token.Is("pass")) return void(Add(RplStatementKind::kPass, token.span));
    if (token.Is("drop")) return void(Add(RplStatementKind::kDrop, token.span));
    if (token.Is("done")) return void(Add(RplStatementKind::kDone, token.span));
    if (token.Is("apply")) {
      std::string callee = TakeApply(site_);
      Add(RplStatementKind::kApply, token.span).callee = std::move(callee);
      return;
    }
    if (!BeginsStatement(token) || token.Is("var") || token.Is("global")) {
      // Not a statement: what it does to the rest is not known.
      Break(fmt::format("'{}' does not begin a statement", token.text), token.span);
      return;
    }
    auto actions = TakeActions(site_, token);
    Add(RplStatementKind::kActions, token.span).actions = std::move(actions);
  }

  void If(const RplToken& token) {
    if (open_.size() >= kNestingMax) {
      program_.broken = true;
      site_.report.diagnostics.Add({base::DiagnosticKind::kNestingTooDeep, token.span,
                                    fmt::format("'if' nested more than {} deep", kNestingMax)});
      return;
    }
    RplCondition condition = TakeCondition(site_);
    Add(RplStatementKind::kIf, token.span);
    open_.push_back({block_});
    OpenBranch(std::move(condition), false, token.span);
  }

  void Continue(const RplToken& token) {
    if (open_.empty()) return Break(fmt::format("'{}' without 'if'", token.text), token.span);
    if (token.Is("endif")) {
      block_ = open_.back().block;
      open_.pop_back();
      return;
    }
    if (program_.blocks[open_.back().block].back().branches.back().is_else)
      return Break(fmt::format("'{}' after 'else'", token.text), token.span);
    const bool is_else = token.Is("else");
    RplCondition condition = is_else ? RplCondition{} : TakeCondition(site_);
    OpenBranch(std::move(condition), is_else, token.span);
  }

  RplSite& site_;
  RplProgram& program_;
  base::Span span_;
  std::vector<Open> open_;
  std::size_t block_ = 0;
};

}  // namespace

bool BeginsStatement(const RplToken& token) {
  return !token.quoted && std::ranges::find(kStatementWords, token.text) != std::end(kStatementWords);
}

std::string TakeApply(RplSite& site) {
  const RplToken name = site.cursor.Next();
  std::vector<std::string> arguments;
  if (site.cursor.Peek().Is("(")) {
    for (const auto& element : TakeElements(site.cursor)) {
      std::string argument;
      for (const RplToken& token : element)
        argument += (argument.empty() ? "" : " ") + std::string(token.text);
      arguments.push_back(std::move(argument));
    }
  }
  return site.callees.NameOf(name.text, arguments, name.span);
}

RplProgram ParseRpl(const std::vector<RplToken>& tokens, base::Span span, RplLists& lists,
                    RplCallees& callees, StatementReport& report) {
  RplProgram program;
  RplSite site{RplCursor(tokens), lists, callees, report, program.notes};
  Parser(site, program, span).Run();
  return program;
}

}  // namespace ringfence::formats::cisco_iosxr
