// Conditions: `not` binds stronger than `and`, `and` stronger than `or`.
//
// Two stacks, of operators and of values; a value is a condition in conjunctive normal form already, so an
// `or` multiplies clauses and a `not` turns a conjunction into one. Real conditions have few literals; one
// that grows over kLiteralsMax is not expressed. Nesting up to kNestingMax, no recursion.

#include <fmt/format.h>

#include "formats/cisco_iosxr/rpl_program.h"
#include "formats/format.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteSource;

/// Literals of a condition in normal form (origin: real ones have below 100).
constexpr std::size_t kLiteralsMax = 4096;

RplCondition Single(RouteMatch match) { return {{{std::move(match)}}}; }

/// Or, clause by clause; nullopt when it grows too large.
std::optional<RplCondition> Either(const RplCondition& left, const RplCondition& right) {
  RplCondition out;
  std::size_t literal_count = 0;
  for (const model::RouteClause& a : left) {
    for (const model::RouteClause& b : right) {
      literal_count += a.any_of.size() + b.any_of.size();
      if (literal_count > kLiteralsMax) return std::nullopt;
      model::RouteClause joined = a;
      joined.any_of.insert(joined.any_of.end(), b.any_of.begin(), b.any_of.end());
      out.push_back(std::move(joined));
    }
  }
  return out;
}

std::optional<RplCondition> Negation(const RplCondition& condition) {
  // Not of a conjunction: one of the clauses does not hold.
  std::optional<RplCondition> out;
  for (const model::RouteClause& clause : condition) {
    RplCondition none_of;
    for (RouteMatch match : clause.any_of) {
      match.negated = !match.negated;
      none_of.push_back({{std::move(match)}});
    }
    out = out ? Either(*out, none_of) : std::move(none_of);
    if (!out) return std::nullopt;
  }
  return out;
}

/// Reads the literals of one condition.
class Leaves {
 public:
  explicit Leaves(RplSite& site) : site_(site) {}

  /// Takes one test. What is not expressible is noted and skipped.
  RplCondition Take() {
    const RplToken word = site_.cursor.Next();
    const std::size_t before = site_.notes.size();
    auto match = Test(word);
    if (match && AtEnd()) {
      for (model::RouteClause& clause : *match) {
        for (RouteMatch& literal : clause.any_of) literal.span = word.span;
      }
      return std::move(*match);
    }
    if (site_.notes.size() == before || !AtEnd()) site_.Note(word.span);
    Skip();
    return Single({.kind = RouteMatchKind::kNotModelled, .span = word.span});
  }

 private:
  using Result = std::optional<RplCondition>;

  RplCursor& cursor() { return site_.cursor; }

  bool AtEnd() {
    const RplToken next = cursor().Peek();
    return cursor().done() || next.Is("and") || next.Is("or") || next.Is("then") || next.Is(")");
  }
  /// To the end of the test.
  void Skip() {
    int depth = 0;
    while (!cursor().done() && (depth > 0 || !AtEnd())) {
      const RplToken token = cursor().Next();
      if (token.Is("(")) ++depth;
      if (token.Is(")")) --depth;
    }
  }

  Result Test(const RplToken& word) {
    if (word.Is("destination")) return InPrefixes(RouteMatchKind::kPrefixList);
    if (word.Is("next-hop")) return InPrefixes(RouteMatchKind::kNextHopList);
    if (word.Is("source")) return InPrefixes(RouteMatchKind::kRouteSourceList);
    if (word.Is("as-path")) return Path();
    if (word.Is("community")) return Communities(RplSetKind::kCommunity, "");
    if (word.Is("large-community")) return Communities(RplSetKind::kLarge, "");
    if (word.Is("extcommunity")) {
      const RplToken type = cursor().Next();
      return Communities(RplSetKind::kExtended, type.text);
    }
    if (word.Is("med") || word.Is("metric") || word.Is("rib-metric")) return Number(RouteMatchKind::kMetric);
    if (word.Is("local-preference")) return Number(RouteMatchKind::kLocalPreference);
    if (word.Is("tag")) return Tag();
    if (word.Is("origin")) return Origin();
    if (word.Is("protocol")) return Protocol();
    if (word.Is("route-type")) return RouteType();
    if (word.Is("path-type")) return PathType();
    if (word.Is("apply")) {
      RouteMatch match{.kind = RouteMatchKind::kPolicy};
      match.names.push_back(TakeApply(site_));
      return Single(std::move(match));
    }
    return std::nullopt;
  }

  Result Named(RouteMatchKind kind, std::optional<std::string> list) {
    if (!list) return std::nullopt;
    RouteMatch match{.kind = kind};
    match.names.push_back(std::move(*list));
    return Single(std::move(match));
  }

  Result InPrefixes(RouteMatchKind kind) {
    if (!cursor().Accept("in")) return std::nullopt;
    return Named(kind, site_.lists.Take(cursor(), RplSetKind::kPrefix, "", site_.notes));
  }

  Result Path() {
    if (cursor().Accept("in"))
      return Named(RouteMatchKind::kAsPathList,
                   site_.lists.Take(cursor(), RplSetKind::kAsPath, "", site_.notes));
    if (cursor().Accept("length")) return Number(RouteMatchKind::kAsPathLength);
    return Named(RouteMatchKind::kAsPathList, site_.lists.TakePathTest(cursor(), site_.notes));
  }

  Result Communities(RplSetKind kind, std::string_view type) {
    if (cursor().Accept("matches-any"))
      return Named(RouteMatchKind::kCommunityList, site_.lists.Take(cursor(), kind, type, site_.notes));
    if (cursor().Accept("matches-every"))
      return Named(RouteMatchKind::kCommunityList, site_.lists.TakeEvery(cursor(), kind, type, site_.notes));
    if (kind == RplSetKind::kCommunity && cursor().Accept("is-empty"))
      return Single({.kind = RouteMatchKind::kCommunityCount, .ranges = {{0, 0}}});
    return std::nullopt;
  }

  /// `eq N`, `is N`, `ge N`, `le N`, `between M N`.
  Result Number(RouteMatchKind kind) {
    const RplToken relation = cursor().Next();
    const auto number = ParseNumber(cursor().Peek().text, 0, 0xffffffffU);
    if (!number) return std::nullopt;
    cursor().Next();
    RouteMatch match{.kind = kind};
    if (relation.Is("eq") || relation.Is("is")) {
      match.ranges.push_back({*number, *number});
    } else if (relation.Is("ge")) {
      match.ranges.push_back({*number, 0xffffffffU});
    } else if (relation.Is("le")) {
      match.ranges.push_back({0, *number});
    } else if (relation.Is("between")) {
      const auto last = ParseNumber(cursor().Next().text, *number, 0xffffffffU);
      if (!last) return std::nullopt;
      match.ranges.push_back({*number, *last});
    } else {
      return std::nullopt;
    }
    return Single(std::move(match));
  }

  Result Tag() {
    if (!cursor().Accept("in")) return Number(RouteMatchKind::kTag);
    auto ranges = site_.lists.TakeTags(cursor(), site_.notes);
    if (!ranges) return std::nullopt;
    return Single({.kind = RouteMatchKind::kTag, .ranges = std::move(*ranges)});
  }

  Result Origin() {
    if (!cursor().Accept("is")) return std::nullopt;
    const RplToken word = cursor().Next();
    RouteMatch match{.kind = RouteMatchKind::kOrigin};
    if (word.Is("igp"))
      match.origins = {model::BgpOrigin::kIgp};
    else if (word.Is("egp"))
      match.origins = {model::BgpOrigin::kEgp};
    else if (word.Is("incomplete"))
      match.origins = {model::BgpOrigin::kIncomplete};
    else
      return std::nullopt;
    return Single(std::move(match));
  }

  static std::optional<RouteSource> SourceOf(const RplToken& word) {
    constexpr std::pair<std::string_view, RouteSource> kSources[] = {{"connected", RouteSource::kConnected},
                                                                     {"static", RouteSource::kStatic},
                                                                     {"local", RouteSource::kLocal},
                                                                     {"ospf", RouteSource::kOspf},
                                                                     {"ospfv3", RouteSource::kOspf},
                                                                     {"isis", RouteSource::kIsis},
                                                                     {"bgp", RouteSource::kBgp},
                                                                     {"rip", RouteSource::kRip},
                                                                     {"eigrp", RouteSource::kEigrp}};
    for (const auto& [name, source] : kSources) {
      if (word.Is(name)) return source;
    }
    return std::nullopt;
  }

  /// `is ospf 1`, `in (connected, ospf 1)`.
  Result Protocol() {
    std::vector<std::vector<RplToken>> elements;
    if (cursor().Accept("in")) {
      if (!cursor().Peek().Is("(")) return std::nullopt;
      elements = TakeElements(cursor());
    } else {
      if (!cursor().Accept("is")) return std::nullopt;
      elements.emplace_back();
      while (!AtEnd()) elements.back().push_back(cursor().Next());
    }
    model::RouteClause clause;
    for (const auto& element : elements) {
      const auto source = element.empty() || element.size() > 2 ? std::nullopt : SourceOf(element[0]);
      if (!source) return std::nullopt;
      RouteMatch match{.kind = RouteMatchKind::kSource, .sources = {*source}};
      // There is one BGP; its number is the AS.
      const bool named = element.size() == 2 && *source != RouteSource::kBgp;
      if (named) match.names.emplace_back(element[1].text);
      clause.any_of.push_back(std::move(match));
    }
    if (clause.any_of.empty()) return std::nullopt;
    return RplCondition{std::move(clause)};
  }

  Result RouteType() {
    if (!cursor().Accept("is")) return std::nullopt;
    const RplToken word = cursor().Next();
    if (word.Is("level-1")) return Single({.kind = RouteMatchKind::kIsisLevel, .ranges = {{1, 1}}});
    if (word.Is("level-2")) return Single({.kind = RouteMatchKind::kIsisLevel, .ranges = {{2, 2}}});
    if (word.Is("type-1") || word.Is("ospf-external-type-1"))
      return Single({.kind = RouteMatchKind::kOspfExternal, .ranges = {{1, 1}}});
    if (word.Is("type-2") || word.Is("ospf-external-type-2"))
      return Single({.kind = RouteMatchKind::kOspfExternal, .ranges = {{2, 2}}});
    return std::nullopt;
  }

  Result PathType() {
    if (!cursor().Accept("is")) return std::nullopt;
    if (cursor().Accept("ebgp")) return Single({.kind = RouteMatchKind::kBgpExternal});
    if (cursor().Accept("ibgp")) return Single({.kind = RouteMatchKind::kBgpInternal});
    return std::nullopt;
  }

  RplSite& site_;
};

/// State of one condition.
class ConditionParser {
 public:
  explicit ConditionParser(RplSite& site) : site_(site) {}

  RplCondition Run() {
    const RplToken first = site_.cursor.Peek();
    bool wants_value = true;
    while (!site_.cursor.done() && !site_.cursor.Peek().Is("then") && good_) {
      if (wants_value)
        wants_value = Value();
      else
        wants_value = Operator();
    }
    while (good_ && !operators_.empty()) Reduce();
    if (!good_ || wants_value || values_.size() != 1) return NotExpressed(first);
    site_.cursor.Accept("then");
    return std::move(values_.back());
  }

 private:
  /// Operators with their strength; an open parenthesis stops every reduction.
  enum class Op : std::uint8_t { kOpen, kOr, kAnd, kNot };

  RplCondition NotExpressed(const RplToken& first) {
    site_.Note(first.span);
    while (!site_.cursor.done() && !site_.cursor.Accept("then")) site_.cursor.Next();
    return Single({.kind = RouteMatchKind::kNotModelled, .span = first.span});
  }

  /// True while a value is still wanted.
  bool Value() {
    const bool negation = site_.cursor.Accept("not");
    if (negation || site_.cursor.Accept("(")) {
      operators_.push_back(negation ? Op::kNot : Op::kOpen);
      good_ = good_ && operators_.size() <= kNestingMax;
      return true;
    }
    values_.push_back(Leaves(site_).Take());
    return false;
  }

  bool Operator() {
    const RplToken token = site_.cursor.Next();
    if (token.Is(")")) {
      while (good_ && !operators_.empty() && operators_.back() != Op::kOpen) Reduce();
      good_ = good_ && !operators_.empty();
      if (good_) operators_.pop_back();
      return false;
    }
    const bool conjunction = token.Is("and");
    if (!conjunction && !token.Is("or")) return good_ = false;
    const Op op = conjunction ? Op::kAnd : Op::kOr;
    while (good_ && !operators_.empty() && operators_.back() >= op) Reduce();
    operators_.push_back(op);
    return true;
  }

  void Reduce() {
    const Op op = operators_.back();
    operators_.pop_back();
    good_ = op != Op::kOpen && values_.size() >= (op == Op::kNot ? 1U : 2U);
    if (!good_) return;
    RplCondition right = std::move(values_.back());
    values_.pop_back();
    std::optional<RplCondition> result;
    if (op == Op::kNot) {
      result = Negation(right);
    } else {
      RplCondition left = std::move(values_.back());
      values_.pop_back();
      if (op == Op::kOr) {
        result = Either(left, right);
      } else {
        left.insert(left.end(), right.begin(), right.end());
        result = std::move(left);
      }
    }
    good_ = result.has_value() && result->size() <= kLiteralsMax;
    values_.push_back(good_ ? std::move(*result) : RplCondition{});
  }

  RplSite& site_;
  std::vector<Op> operators_;
  std::vector<RplCondition> values_;
  bool good_ = true;
};

}  // namespace

RplCondition TakeCondition(RplSite& site) { return ConditionParser(site).Run(); }

}  // namespace ringfence::formats::cisco_iosxr
