// Sets and policies of `routing-policy`.
#include "formats/nokia_srlinux/extract.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

// `exact` or `8..24`. False when it is neither.
bool SetLengths(std::string_view word, SetPrefixText& to) {
  const std::uint32_t max = net::AddressBits(to.prefix.family());
  if (word == "exact") {
    to.length_min = to.length_max = to.prefix.length;
    return true;
  }
  const std::size_t dots = word.find("..");
  const auto first = ParseNumber(word.substr(0, dots), 0, max);
  const auto last = dots == std::string_view::npos ? first : ParseNumber(word.substr(dots + 2), 0, max);
  if (!first || !last || *last < *first) return false;
  to.length_min = static_cast<std::uint8_t>(*first);
  to.length_max = static_cast<std::uint8_t>(*last);
  return true;
}

// `prefix P mask-length-range R`: one prefix may stand there with several ranges.
void AddPrefix(Reader& reader, NodeId key, PrefixSetText& set) {
  const auto prefix = reader.Prefix(key);
  if (!prefix) return;
  const NodeId word = reader.tree.Find(key, "mask-length-range");
  if (word == kNone) return reader.Invalid(key, "a prefix without a range of lengths");
  reader.Modelled(word);
  for (const NodeId range : Children(reader, word)) {
    reader.Modelled(range);
    SetPrefixText to;
    to.prefix = *prefix;
    to.span = reader.SpanOf(range);
    if (!SetLengths(reader.word(range), to)) {
      reader.Invalid(range, "not a range of lengths");
      continue;
    }
    to.valid = true;
    set.prefixes.push_back(to);
  }
}
constexpr Rule<PrefixSetText> kPrefixRules[] = {List<PrefixSetText>("prefix", &AddPrefix, kRouting)};
void AddPrefixSet(Reader& reader, NodeId key, SrlText& text) {
  PrefixSetText to;
  to.name = reader.word(key);
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kPrefixRules));
  text.prefix_sets.push_back(std::move(to));
}

constexpr Rule<MemberSetText> kMemberRules[] = {
    Names<&MemberSetText::members>("member"),
    Names<&MemberSetText::members>("expression"),
    Names<&MemberSetText::members>("tag-value"),
    Text<&MemberSetText::match>("match-set-options"),
};
template <std::vector<MemberSetText> SrlText::* kMember>
void AddSet(Reader& reader, NodeId key, SrlText& text) {
  MemberSetText to;
  to.name = reader.word(key);
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kMemberRules));
  (text.*kMember).push_back(std::move(to));
}

// Conditions.

using Statement = PolicyStatementText;

constexpr Rule<Statement> kPrefixMatchRules[] = {Text<&Statement::prefix_set>("prefix-set")};
void ReadPrefixMatch(Reader& reader, NodeId block, Statement& to) {
  Dispatch(reader, block, to, std::span(kPrefixMatchRules));
}
constexpr Rule<Statement> kLengthRules[] = {
    Number<&Statement::as_path_length, 0, 255>("value"),
    Text<&Statement::as_path_length_op>("operator"),
};
void ReadLength(Reader& reader, NodeId block, Statement& to) {
  Dispatch(reader, block, to, std::span(kLengthRules));
}
constexpr Rule<Statement> kAsPathMatchRules[] = {Text<&Statement::as_path_set>("as-path-set")};
void ReadAsPathMatch(Reader& reader, NodeId block, Statement& to) {
  Dispatch(reader, block, to, std::span(kAsPathMatchRules));
}
constexpr Rule<Statement> kCommunityMatchRules[] = {Text<&Statement::community_set>("community-set")};
void ReadCommunityMatch(Reader& reader, NodeId block, Statement& to) {
  Dispatch(reader, block, to, std::span(kCommunityMatchRules));
}
constexpr Rule<Statement> kBgpMatchRules[] = {
    Text<&Statement::as_path_set>("as-path-set"),    Text<&Statement::community_set>("community-set"),
    Block<Statement>("as-path", &ReadAsPathMatch),   Block<Statement>("community", &ReadCommunityMatch),
    Block<Statement>("as-path-length", &ReadLength),
};
void ReadBgpMatch(Reader& reader, NodeId block, Statement& to) {
  Dispatch(reader, block, to, std::span(kBgpMatchRules));
}
constexpr Rule<Statement> kIsisMatchRules[] = {Number<&Statement::isis_level, 1, 2>("level")};
void ReadIsisMatch(Reader& reader, NodeId block, Statement& to) {
  Dispatch(reader, block, to, std::span(kIsisMatchRules));
}
constexpr Rule<Statement> kTagMatchRules[] = {Text<&Statement::tag_set>("tag-set")};
void ReadTagMatch(Reader& reader, NodeId block, Statement& to) {
  Dispatch(reader, block, to, std::span(kTagMatchRules));
}

constexpr Rule<Statement> kMatchRules[] = {
    Text<&Statement::prefix_set>("prefix-set"), Block<Statement>("prefix", &ReadPrefixMatch),
    Text<&Statement::protocol>("protocol"),     Names<&Statement::families>("family"),
    Text<&Statement::tag_set>("tag-set"),       Block<Statement>("tag", &ReadTagMatch),
    Block<Statement>("bgp", &ReadBgpMatch),     Block<Statement>("isis", &ReadIsisMatch),
};

// A condition that is not read must not let more routes through than the device does: the whole statement
// then has a condition that cannot be said.
void ReadMatch(Reader& reader, NodeId block, Statement& to) {
  Dispatch(reader, block, to, std::span(kMatchRules));
  for (const NodeId below : Children(reader, block)) to.incomplete = to.incomplete || !AllRead(reader, below);
}

void ReadStatementAction(Reader& reader, NodeId block, Statement& to) {
  ReadPolicyAction(reader, block, to.action);
}
constexpr Rule<Statement> kStatementRules[] = {
    Block<Statement>("match", &ReadMatch, kRouting),
    Block<Statement>("action", &ReadStatementAction, kRouting),
};
void AddStatement(Reader& reader, NodeId key, PolicyText& policy) {
  Statement to;
  to.name = reader.word(key);
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kStatementRules));
  policy.statements.push_back(std::move(to));
}
void ReadDefaultAction(Reader& reader, NodeId block, PolicyText& policy) {
  ReadPolicyAction(reader, block, policy.default_action);
}
constexpr Rule<PolicyText> kPolicyRules[] = {
    List<PolicyText>("statement", &AddStatement, kRouting),
    Block<PolicyText>("default-action", &ReadDefaultAction, kRouting),
};
void AddPolicy(Reader& reader, NodeId key, SrlText& text) {
  PolicyText to;
  to.name = reader.word(key);
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kPolicyRules));
  text.policies.push_back(std::move(to));
}

constexpr Rule<SrlText> kBookRules[] = {
    List<SrlText>("prefix-set", &AddPrefixSet, kRouting),
    List<SrlText>("community-set", &AddSet<&SrlText::community_sets>, kRouting),
    List<SrlText>("as-path-set", &AddSet<&SrlText::as_path_sets>, kRouting),
    List<SrlText>("tag-set", &AddSet<&SrlText::tag_sets>, kRouting),
    List<SrlText>("policy", &AddPolicy, kRouting),
};

}  // namespace

void ReadRoutingPolicy(Reader& reader, NodeId block, SrlText& text) {
  Dispatch(reader, block, text, std::span(kBookRules));
}

}  // namespace ringfence::formats::nokia_srlinux
