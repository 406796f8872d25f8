// `policy-options`: lists and policy statements.
#include <algorithm>
#include <utility>

#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr Rule<PolicyPrefix> kPrefixRules[] = {
    Number<&PolicyPrefix::through, 0, 128>("through-length"),
    Number<&PolicyPrefix::start, 0, 128>("start-length"),
    Number<&PolicyPrefix::end, 0, 128>("end-length"),
    Leaf<PolicyPrefix>("to-prefix",
                       [](Reader& reader, NodeId value, PolicyPrefix& to) {
                         reader.Keep(value, reader.Prefix(value), to.to);
                       }),
};

PrefixCompare CompareOf(std::string_view word) {
  constexpr std::pair<std::string_view, PrefixCompare> kTypes[] = {
      {"exact", PrefixCompare::kExact},     {"longer", PrefixCompare::kLonger},
      {"through", PrefixCompare::kThrough}, {"range", PrefixCompare::kRange},
      {"to", PrefixCompare::kTo},
  };
  for (const auto& [name, compare] : kTypes) {
    if (word == name) return compare;
  }
  return PrefixCompare::kOther;
}

// `prefix P type exact`: the type is a part of the key.
void ReadPrefix(Reader& reader, NodeId key, PrefixListText& list) {
  const std::optional<net::Prefix> prefix = reader.Prefix(key);
  if (!prefix) return;
  for (const NodeId part : Children(reader, key)) {
    if (reader.word(part) != "type") continue;
    reader.Modelled(part);
    for (const NodeId type : Children(reader, part)) {
      PolicyPrefix entry;
      entry.prefix = *prefix;
      entry.span = reader.SpanOf(type);
      entry.compare = CompareOf(reader.word(type));
      if (entry.compare == PrefixCompare::kOther) {
        reader.Unmodelled(type, kRouting, "prefix condition of this type");
      } else {
        reader.Modelled(type);
        Dispatch(reader, type, entry, std::span(kPrefixRules));
      }
      // The type is a part of the key, host bits are not.
      const auto same = std::ranges::find_if(list.entries, [&](const PolicyPrefix& other) {
        return other.prefix == entry.prefix && other.compare == entry.compare;
      });
      if (same == list.entries.end()) {
        list.entries.push_back(entry);
      } else {
        *same = entry;
      }
    }
  }
}

constexpr Rule<PrefixListText> kPrefixListRules[] = {List<PrefixListText>("prefix", &ReadPrefix)};

void ReadPrefixList(Reader& reader, NodeId key, PolicyBookText& book) {
  PrefixListText& list = book.prefix_lists.emplace_back();
  list.name = reader.word(key);
  list.span = reader.SpanOf(key);
  Dispatch(reader, key, list, std::span(kPrefixListRules));
}

constexpr Rule<PolicyCommunity> kCommunityRules[] = {
    Names<&PolicyCommunity::members>("member"),
    Text<&PolicyCommunity::expression>("expression"),
};

void ReadCommunity(Reader& reader, NodeId key, PolicyBookText& book) {
  PolicyCommunity& community = book.communities.emplace_back();
  community.name = reader.word(key);
  community.span = reader.SpanOf(key);
  Dispatch(reader, key, community, std::span(kCommunityRules));
}

constexpr Rule<Name> kExpressionRules[] = {
    Leaf<Name>("expression", [](Reader& reader, NodeId value,
                                Name& to) { to = {reader.word(value), value, reader.SpanOf(value)}; }),
};

void ReadAsPath(Reader& reader, NodeId key, PolicyBookText& book) {
  AsPathText& path = book.as_paths.emplace_back();
  path.name = reader.word(key);
  path.span = reader.SpanOf(key);
  Name expression;
  Dispatch(reader, key, expression, std::span(kExpressionRules));
  if (expression.set()) path.expressions.emplace_back(0, expression);
}

void ReadAsPathEntry(Reader& reader, NodeId key, AsPathText& path) {
  const auto number = reader.Number(key, 0, 4294967295U);
  Name expression;
  Dispatch(reader, key, expression, std::span(kExpressionRules));
  if (number && expression.set()) path.expressions.emplace_back(*number, expression);
}

constexpr Rule<AsPathText> kAsPathGroupRules[] = {List<AsPathText>("entry", &ReadAsPathEntry)};

void ReadAsPathGroup(Reader& reader, NodeId key, PolicyBookText& book) {
  AsPathText& path = book.as_paths.emplace_back();
  path.name = reader.word(key);
  path.group = true;
  path.span = reader.SpanOf(key);
  Dispatch(reader, key, path, std::span(kAsPathGroupRules));
  std::ranges::stable_sort(path.expressions, {}, [](const auto& entry) { return entry.first; });
}

// Numbered entries are tried in the order of their numbers, named ones in the order of the text.
void ReadEntry(Reader& reader, NodeId key, PolicyText& policy) {
  PolicyEntryText& entry = policy.entries.emplace_back();
  if (const auto number = reader.Number(key, 0, 4294967295U)) entry.number = *number;
  ReadPolicyEntry(reader, key, entry);
}

void ReadNamedEntry(Reader& reader, NodeId key, PolicyText& policy) {
  ReadPolicyEntry(reader, key, policy.entries.emplace_back());
}

constexpr Rule<PolicyText> kPolicyRules[] = {
    List<PolicyText>("entry", &ReadEntry),
    List<PolicyText>("named-entry", &ReadNamedEntry),
    Ignores<PolicyText>("entry-type"),
    Block<PolicyText>("default-action",
                      [](Reader& reader, NodeId block, PolicyText& policy) {
                        policy.default_action.node = block;
                        policy.default_action.term.name = kDefaultTerm;
                        policy.default_action.term.span = reader.SpanOf(block);
                        ReadPolicyAction(reader, block, policy.default_action);
                      }),
};

void ReadPolicy(Reader& reader, NodeId key, PolicyBookText& book) {
  PolicyText& policy = book.policies.emplace_back();
  policy.name = reader.word(key);
  policy.node = key;
  policy.span = reader.SpanOf(key);
  Dispatch(reader, key, policy, std::span(kPolicyRules));
  std::ranges::stable_sort(policy.entries, {}, &PolicyEntryText::number);
}

constexpr Rule<PolicyBookText> kPolicyOptionsRules[] = {
    List<PolicyBookText>("prefix-list", &ReadPrefixList),
    List<PolicyBookText>("community", &ReadCommunity),
    List<PolicyBookText>("as-path", &ReadAsPath),
    List<PolicyBookText>("as-path-group", &ReadAsPathGroup),
    List<PolicyBookText>("policy-statement", &ReadPolicy),
    Lacks<PolicyBookText>("global-variables", kRouting, "policy variables"),
    Lacks<PolicyBookText>("route-distinguisher-list", kRouting, "lists of route distinguishers"),
    Ignores<PolicyBookText>("damping"),
    Ignores<PolicyBookText>("exclusive-lock-time"),
};

}  // namespace

void ReadPolicyOptions(Reader& reader, NodeId block, SrosText& text) {
  Dispatch(reader, block, text.policy, std::span(kPolicyOptionsRules));
}

}  // namespace ringfence::formats::nokia_sros
