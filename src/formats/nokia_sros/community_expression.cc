// Problem: expressions nest and negate; terms of the neutral model are conjunctions of alternatives.
// Idea: operator precedence with two stacks (NOT binds stronger than AND, AND than OR), where a value is the
// pair of clauses for the expression and for its negation, so that NOT swaps them: conjunction joins the one
// and multiplies the other out. Limits on clauses and nesting keep hostile texts small: O(limit^2) a step.
#include "formats/nokia_sros/community_expression.h"

#include <algorithm>
#include <utility>

namespace ringfence::formats::nokia_sros {
namespace {

enum class Operator : std::uint8_t { kOpen, kOr, kAnd, kNot };

struct Value {
  CommunityClauses when_true;
  CommunityClauses when_false;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<CommunityClauses> Run() {
    while (ok_) {
      text_.remove_prefix(std::min(text_.find_first_not_of(" \t\r\n"), text_.size()));
      if (text_.empty()) break;
      Token();
    }
    ok_ = ok_ && !wants_value_;
    while (ok_ && !operators_.empty()) {
      if (operators_.back() == Operator::kOpen) return std::nullopt;
      Apply();
    }
    if (!ok_ || values_.size() != 1) return std::nullopt;
    return std::move(values_.back().when_true);
  }

 private:
  void Token() {
    if (text_[0] == '[') {
      const std::size_t end = text_.find(']');
      if (end == std::string_view::npos) return Fail();
      Operand(text_.substr(1, end - 1));
      text_.remove_prefix(end + 1);
    } else if (text_[0] == '(') {
      Push(Operator::kOpen, true);
      text_.remove_prefix(1);
    } else if (text_[0] == ')') {
      Close();
      text_.remove_prefix(1);
    } else {
      const std::size_t end = std::min(text_.find_first_of(" \t\r\n[()"), text_.size());
      const std::string_view word = text_.substr(0, end);
      text_.remove_prefix(end);
      Word(word);
    }
  }

  void Word(std::string_view word) {
    if (word == "NOT") return Push(Operator::kNot, true);
    if (word != "AND" && word != "OR") return Operand(word);
    if (wants_value_) return Fail();
    const Operator next = word == "AND" ? Operator::kAnd : Operator::kOr;
    while (ok_ && !operators_.empty() && operators_.back() >= next) Apply();
    Push(next, false);
    wants_value_ = true;
  }

  void Operand(std::string_view name) {
    if (!wants_value_) return Fail();
    wants_value_ = false;
    values_.push_back({{{{std::string(name), false}}}, {{{std::string(name), true}}}});
  }

  void Push(Operator op, bool where_value_stands) {
    if (wants_value_ != where_value_stands || operators_.size() >= kExpressionNestingMax) return Fail();
    operators_.push_back(op);
  }

  void Close() {
    if (wants_value_) return Fail();
    while (ok_ && !operators_.empty() && operators_.back() != Operator::kOpen) Apply();
    if (!ok_ || operators_.empty()) return Fail();
    operators_.pop_back();
  }

  void Apply() {
    const Operator op = operators_.back();
    operators_.pop_back();
    if (op == Operator::kNot) {
      std::swap(values_.back().when_true, values_.back().when_false);
      return;
    }
    Value right = std::move(values_.back());
    values_.pop_back();
    Value& left = values_.back();
    if (op == Operator::kOr) {
      std::swap(left.when_true, left.when_false);
      std::swap(right.when_true, right.when_false);
    }
    left.when_false = Product(left.when_false, right.when_false);
    left.when_true.insert(left.when_true.end(), right.when_true.begin(), right.when_true.end());
    if (op == Operator::kOr) std::swap(left.when_true, left.when_false);
    if (left.when_true.size() > kExpressionClausesMax || left.when_false.size() > kExpressionClausesMax)
      Fail();
  }

  // Clauses of "either": each of the one with each of the other.
  static CommunityClauses Product(const CommunityClauses& left, const CommunityClauses& right) {
    CommunityClauses all;
    for (const auto& a : left) {
      for (const auto& b : right) {
        auto& clause = all.emplace_back(a);
        for (const CommunityLiteral& literal : b) {
          if (std::ranges::find(clause, literal) == clause.end()) clause.push_back(literal);
        }
      }
    }
    return all;
  }

  void Fail() { ok_ = false; }

  std::string_view text_;
  std::vector<Operator> operators_;
  std::vector<Value> values_;
  bool wants_value_ = true;
  bool ok_ = true;
};

}  // namespace

std::optional<CommunityClauses> ParseCommunityExpression(std::string_view text) {
  // A name may hold blanks; an expression has brackets.
  if (text.find('[') == std::string_view::npos) return CommunityClauses{{{std::string(text), false}}};
  return Parser(text).Run();
}

std::string CommunityExpressionOf(const CommunityClauses& clauses) {
  if (clauses.size() == 1 && clauses[0].size() == 1 && !clauses[0][0].negated) {
    const std::string& name = clauses[0][0].name;
    if (name.find('[') == std::string::npos) return name;
  }
  std::string text;
  for (const auto& clause : clauses) {
    text += text.empty() ? "(" : " AND (";
    std::string_view joiner;
    for (const CommunityLiteral& literal : clause) {
      text += joiner;
      text += literal.negated ? "NOT [" : "[";
      text += literal.name + "]";
      joiner = " OR ";
    }
    text += ")";
  }
  return text;
}

}  // namespace ringfence::formats::nokia_sros
