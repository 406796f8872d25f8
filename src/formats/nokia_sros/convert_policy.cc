// Export policies of OSPF as redistributions. A chain of policies is read once for each source of routes: the
// entries that can match routes of that source become terms, in order. Whatever cannot be said so (a policy
// that sets a value and goes on, a condition that is not read) is marked, and the entry left out.
#include <algorithm>

#include "formats/nokia_sros/convert.h"

namespace ringfence::formats::nokia_sros {
namespace {

using routing::ospf::ExternalType;
using routing::ospf::PrefixFilter;
using routing::ospf::PrefixFilterLine;
using routing::ospf::Redistribution;
using routing::ospf::RedistributionSource;
using routing::ospf::RedistributionTerm;

constexpr std::uint8_t kIpv4Bits = 32;

bool Names(const std::vector<Name>& names, std::string_view word) {
  return names.empty() || std::ranges::find(names, word, &Name::value) != names.end();
}

std::optional<PrefixFilterLine> ConvertPrefix(const PolicyPrefix& from) {
  // Conditions of other types are marked where they stand.
  if (from.prefix.family() != net::Family::kIpv4 || from.compare == PrefixCompare::kOther)
    return std::nullopt;
  PrefixFilterLine line;
  line.prefix = from.prefix;
  line.span = from.span;
  line.length_min = line.length_max = from.prefix.length;
  const auto bits = [](const Counted& number, std::uint8_t otherwise) {
    return static_cast<std::uint8_t>(std::min<std::uint32_t>(number.value_or(otherwise), kIpv4Bits));
  };
  if (from.compare == PrefixCompare::kLonger) line.length_max = kIpv4Bits;
  if (from.compare == PrefixCompare::kThrough) line.length_max = bits(from.through, kIpv4Bits);
  if (from.compare == PrefixCompare::kRange) {
    line.length_min = bits(from.start, from.prefix.length);
    line.length_max = bits(from.end, kIpv4Bits);
  }
  return line;
}

// Several lists are alternatives.
std::optional<PrefixFilter> ConvertLists(Reader& reader, const SrosText& text,
                                         const std::vector<Name>& names) {
  if (names.empty()) return std::nullopt;
  PrefixFilter filter;
  for (const Name& name : names) {
    if (!filter.name.empty()) filter.name += ' ';
    filter.name += name.value;
    const auto list = std::ranges::find(text.prefix_lists, name.value, &PrefixListText::name);
    if (list == text.prefix_lists.end()) {
      reader.Undefined(name.node, "prefix list");
      continue;
    }
    if (!filter.span.valid()) filter.span = list->span;
    for (const PolicyPrefix& entry : list->entries) {
      const auto line = ConvertPrefix(entry);
      const auto same = [&](const PrefixFilterLine& other) {
        return other.prefix == line->prefix && other.length_min == line->length_min &&
               other.length_max == line->length_max;
      };
      if (line && std::ranges::none_of(filter.lines, same)) filter.lines.push_back(*line);
    }
  }
  return filter;
}

class Chain {
 public:
  Chain(Reader& reader, const SrosText& text, RedistributionSource source, std::string_view protocol)
      : reader_(reader), text_(text), protocol_(protocol) {
    to_.source = source;
  }

  // Adds the policies of one chain; gives the redistribution when it lets anything through.
  std::optional<Redistribution> Run(const std::vector<Name>& policies) {
    to_.span = policies.front().span;
    for (const Name& name : policies) {
      const auto policy = std::ranges::find(text_.policies, name.value, &PolicyText::name);
      if (policy == text_.policies.end()) continue;
      for (const PolicyEntry& entry : policy->entries) AddEntry(entry);
      if (AddDefault(*policy)) break;
    }
    const bool permits = std::ranges::any_of(to_.terms, &RedistributionTerm::permit);
    return permits ? std::optional(std::move(to_)) : std::nullopt;
  }

 private:
  void SetValues(const PolicyAction& action, RedistributionTerm& term) {
    if (action.metric.set()) term.set_metric = action.metric.value;
    if (action.tag.set()) term.set_tag = action.tag.value;
    if (action.type.set())
      term.set_type = action.type.value == 1 ? ExternalType::kType1 : ExternalType::kType2;
  }

  void AddEntry(const PolicyEntry& entry) {
    if (!Names(entry.from_protocols, protocol_) || !Names(entry.to_protocols, "ospf")) return;
    const PolicyVerdict verdict = entry.action.verdict.value_or(PolicyVerdict::kUnset);
    const bool sets = entry.action.metric.set() || entry.action.tag.set() || entry.action.type.set();
    if (entry.incomplete) return reader_.Unmodelled(entry.node, Impact::kRouting4, "policy condition");
    if (verdict == PolicyVerdict::kNextPolicy || (verdict == PolicyVerdict::kNextEntry && sets)) {
      return reader_.Unmodelled(entry.node, Impact::kRouting4, "policy that goes on after an entry");
    }
    // An entry without an action does nothing.
    if (verdict == PolicyVerdict::kUnset || verdict == PolicyVerdict::kNextEntry) return;
    RedistributionTerm term;
    term.permit = verdict == PolicyVerdict::kAccept;
    term.span = entry.span;
    term.prefixes = ConvertLists(reader_, text_, entry.from_prefix_lists);
    if (entry.from_tag.set()) term.tags.push_back(entry.from_tag.value);
    for (const Name& interface : entry.from_interfaces) term.interfaces.emplace_back(interface.value);
    SetValues(entry.action, term);
    to_.terms.push_back(std::move(term));
  }

  // True when the default action decides, so that later policies are not asked.
  bool AddDefault(const PolicyText& policy) {
    const PolicyAction& action = policy.default_action;
    const PolicyVerdict verdict = action.verdict.value_or(PolicyVerdict::kUnset);
    if (verdict != PolicyVerdict::kAccept && verdict != PolicyVerdict::kReject) return false;
    RedistributionTerm term;
    term.permit = verdict == PolicyVerdict::kAccept;
    term.span = reader_.SpanOf(action.node);
    SetValues(action, term);
    to_.terms.push_back(std::move(term));
    return true;
  }

  Reader& reader_;
  const SrosText& text_;
  std::string_view protocol_;
  Redistribution to_;
};

}  // namespace

std::vector<Redistribution> ConvertExports(Reader& reader, const SrosText& text, const OspfText& process) {
  std::vector<Redistribution> all;
  if (process.exports.empty()) return all;
  for (const Name& name : process.exports) {
    if (std::ranges::find(text.policies, name.value, &PolicyText::name) == text.policies.end()) {
      reader.Undefined(name.node, "policy statement");
    }
  }
  // Only an AS boundary router sends external routes; what a release does without the statement is not
  // certain.
  if (!process.asbr) {
    for (const Name& name : process.exports) {
      reader.Unmodelled(name.node, Impact::kRouting4, "export policy without 'asbr'");
    }
    return all;
  }
  const std::pair<RedistributionSource, std::string_view> sources[] = {
      {RedistributionSource::kConnected, "direct"}, {RedistributionSource::kStatic, "static"}};
  for (const auto& [source, protocol] : sources) {
    if (auto found = Chain(reader, text, source, protocol).Run(process.exports))
      all.push_back(std::move(*found));
  }
  return all;
}

}  // namespace ringfence::formats::nokia_sros
