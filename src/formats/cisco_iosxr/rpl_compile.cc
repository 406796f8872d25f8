// From nested statements to flat terms.
//
// Statements in a row become one term: the changes, then what happens. An `if` becomes one term for each
// branch, named after its word. A branch of nothing but changes and a decision is its term alone: it passes
// to the end of the `if`. Any other branch (an empty one too) jumps to its body; the bodies follow the
// branches in their order, and each ends with a jump to the end named "endif". So the printer finds the
// statements again by walking the terms once. A change lets the route pass; what neither passed nor changed
// is dropped at the end.

#include "formats/cisco_iosxr/rpl_program.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::RouteTerm;
using model::TermFlow;

/// State of one compilation.
class Compiler {
 public:
  explicit Compiler(const RplProgram& program) : program_(program) {}

  std::vector<RouteTerm> Run() {
    tasks_.push_back({TaskKind::kBlock, 0, 0});
    while (!tasks_.empty()) {
      const Task task = tasks_.back();
      tasks_.pop_back();
      if (task.kind == TaskKind::kBlock) {
        Block(task.index, task.from);
      } else if (task.kind == TaskKind::kLabel) {
        labels_[task.index] = terms_.size();
      } else {
        RouteTerm jump;
        jump.name = "endif";
        Jump(std::move(jump), TermFlow::kGoto, task.index);
      }
    }
    for (std::size_t i = 0; i < terms_.size(); ++i) {
      if (label_of_[i] != kNoLabel) terms_[i].target = static_cast<std::uint32_t>(labels_[label_of_[i]]);
    }
    return std::move(terms_);
  }

 private:
  static constexpr std::size_t kNoLabel = static_cast<std::size_t>(-1);
  enum class TaskKind : std::uint8_t { kBlock, kLabel, kJump };
  struct Task {
    TaskKind kind;
    std::size_t index = 0;  ///< of a block or label
    std::size_t from = 0;   ///< statement of the block
  };

  std::size_t NewLabel() {
    labels_.push_back(0);
    return labels_.size() - 1;
  }
  void Push(RouteTerm term, std::size_t label = kNoLabel) {
    terms_.push_back(std::move(term));
    label_of_.push_back(label);
  }
  void Jump(RouteTerm term, TermFlow flow, std::size_t label) {
    term.flow = flow;
    Push(std::move(term), label);
  }

  /// Takes statements in a row into a term; gives the index of the first one after them.
  static std::size_t Row(const std::vector<RplStatement>& block, std::size_t at, RouteTerm& term) {
    for (; at < block.size(); ++at) {
      const RplStatement& statement = block[at];
      if (statement.kind == RplStatementKind::kApply || statement.kind == RplStatementKind::kIf) return at;
      if (!term.span.valid()) term.span = statement.span;
      term.flow = TermFlow::kPass;
      term.actions.insert(term.actions.end(), statement.actions.begin(), statement.actions.end());
      if (statement.kind == RplStatementKind::kDrop) term.flow = TermFlow::kReject;
      if (statement.kind == RplStatementKind::kDone) term.flow = TermFlow::kAccept;
      if (term.flow != TermFlow::kPass) return at + 1;
    }
    return at;
  }

  void Block(std::size_t index, std::size_t from) {
    const std::vector<RplStatement>& block = program_.blocks[index];
    while (from < block.size()) {
      const RplStatement& statement = block[from];
      if (statement.kind == RplStatementKind::kIf) {
        tasks_.push_back({TaskKind::kBlock, index, from + 1});
        return If(statement);
      }
      RouteTerm term;
      if (statement.kind == RplStatementKind::kApply) {
        term.span = statement.span;
        term.flow = TermFlow::kCall;
        term.callee = statement.callee;
        ++from;
      } else {
        from = Row(block, from, term);
      }
      Push(std::move(term));
    }
  }

  void If(const RplStatement& statement) {
    const std::size_t end = NewLabel();
    std::vector<Task> bodies;
    bool has_else = false;
    std::string_view word = "if";
    for (const RplBranch& branch : statement.branches) {
      RouteTerm term;
      term.name = branch.is_else ? "else" : std::string(word);
      word = "elseif";
      term.all_of = branch.condition;
      term.span = branch.span;
      has_else = has_else || branch.is_else;
      const std::vector<RplStatement>& block = program_.blocks[branch.block];
      if (!block.empty() && Row(block, 0, term) == block.size()) {
        Push(term, term.flow == TermFlow::kPass ? end : kNoLabel);
      } else {
        term.actions.clear();
        const std::size_t body = NewLabel();
        Jump(std::move(term), TermFlow::kGoto, body);
        bodies.push_back({TaskKind::kLabel, body});
        bodies.push_back({TaskKind::kBlock, branch.block});
        bodies.push_back({TaskKind::kJump, end});
      }
    }
    // What meets no branch must not run into the first body.
    if (!bodies.empty() && !has_else) {
      RouteTerm term;
      term.name = "else";
      const std::size_t body = NewLabel();
      Jump(std::move(term), TermFlow::kGoto, body);
      bodies.push_back({TaskKind::kLabel, body});
      bodies.push_back({TaskKind::kJump, end});
    }
    tasks_.push_back({TaskKind::kLabel, end});
    tasks_.insert(tasks_.end(), bodies.rbegin(), bodies.rend());
  }

  const RplProgram& program_;
  std::vector<RouteTerm> terms_;
  std::vector<std::size_t> label_of_;  ///< of terms whose target is a label
  std::vector<std::size_t> labels_;    ///< index of the term at each
  std::vector<Task> tasks_;            ///< the next one last
};

}  // namespace

model::RoutePolicy CompileRpl(std::string name, const RplProgram& program, base::Span span) {
  model::RoutePolicy policy;
  policy.name = std::move(name);
  policy.span = span;
  policy.end = model::PolicyEnd::kReject;
  policy.tests_original = true;
  if (program.broken) {
    RouteTerm term;
    term.name = "if";
    term.all_of.push_back({{{.kind = model::RouteMatchKind::kNotModelled}}});
    term.flow = TermFlow::kReject;
    policy.terms.push_back(std::move(term));
  } else {
    policy.terms = Compiler(program).Run();
  }
  return policy;
}

}  // namespace ringfence::formats::cisco_iosxr
