// Terms of a policy statement, and their prefix conditions. The filters of a term compete by longest match;
// one with an action of its own makes a term of its own, before the rest, with all other conditions of the
// term. Prefix lists beside the filters are alternatives to them.
#include <algorithm>
#include <charconv>

#include "formats/impacts.h"
#include "formats/juniper_junos/policy_book.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteTerm;

bool IsFull(const RouteFilter& filter) {
  return filter.length_min == filter.prefix.length &&
         filter.length_max == net::AddressBits(filter.prefix.family());
}

// For each filter: does it lie strictly inside another? One sweep over the sorted prefixes with the chain of
// those around the current one.
std::vector<bool> InsideOthers(const std::vector<RouteFilter>& filters) {
  std::vector<std::size_t> order(filters.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return filters[a].prefix != filters[b].prefix ? filters[a].prefix < filters[b].prefix : a < b;
  });
  std::vector<bool> inside(filters.size(), false);
  std::vector<net::Prefix> around;
  for (const std::size_t index : order) {
    const net::Prefix& prefix = filters[index].prefix;
    while (!around.empty() && !around.back().Contains(prefix)) around.pop_back();
    inside[index] = !around.empty() && around.front().length < prefix.length;
    around.push_back(prefix);
  }
  return inside;
}

// Does order matter: some filter lies strictly inside another and leaves lengths open or has another action.
bool NeedsLongestMatch(const std::vector<RouteFilter>& filters, const std::vector<bool>& inside) {
  for (std::size_t i = 0; i < filters.size(); ++i) {
    if (inside[i] && (!IsFull(filters[i]) || filters[i].action != filters.front().action)) return true;
    if (filters[i].action != filters.front().action) return true;
  }
  return false;
}

std::optional<std::uint8_t> LengthOf(std::string_view word) {
  if (word.starts_with('/')) word.remove_prefix(1);
  std::uint8_t length = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), length);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return length;
}

// The action of a filter: index of equal ones, 0 for none.
std::uint32_t ActionOf(Reader& reader, NodeId holder, TermDraft& draft) {
  std::string text;
  std::vector<NodeId> work{holder};
  while (!work.empty()) {
    const NodeId at = work.back();
    work.pop_back();
    for (const NodeId child : Children(reader, at)) {
      text.append(reader.word(child)).append(" ");
      work.push_back(child);
    }
  }
  if (text.empty()) return 0;
  TermDraft own{draft.book, draft.place, draft.policy, {}, {}, {}, {}, {}, false};
  ReadThen(reader, holder, own);
  if (text == "next term ") return kDenied;
  const auto known = std::find(draft.filter_texts.begin(), draft.filter_texts.end(), text);
  if (known == draft.filter_texts.end()) {
    draft.filter_texts.push_back(text);
    draft.filter_actions.push_back(std::move(own.term));
    return static_cast<std::uint32_t>(draft.filter_actions.size());
  }
  return static_cast<std::uint32_t>(known - draft.filter_texts.begin()) + 1;
}

// `through P`: the prefixes on the way from one prefix to a longer one.
void AddThrough(Reader& reader, NodeId modifier, const net::Prefix& from, TermDraft& draft) {
  const NodeId value = reader.Value(modifier);
  if (value == kNone) return;
  const auto to = reader.PrefixOf(value);
  if (!to) return;
  if (to->family() != from.family() || !from.Contains(*to)) {
    return reader.Invalid(value, "not a prefix inside the one before 'through'");
  }
  const std::uint32_t action = ActionOf(reader, value, draft);
  for (std::uint8_t length = from.length; length <= to->length; ++length) {
    const net::Prefix step = net::Prefix::Of(to->address, length);
    draft.filters.push_back({step, length, length, action, reader.SpanOf(modifier)});
  }
}

// Makes the list for one action of the filters; its name, empty when no filter has that action.
std::string MakeList(TermDraft& draft, std::uint32_t action, const std::string& term_name) {
  const bool used = std::any_of(draft.filters.begin(), draft.filters.end(),
                                [action](const RouteFilter& filter) { return filter.action == action; });
  if (!used) return {};
  model::PrefixList list;
  list.name = ListNameOf(kRouteFilterList, draft, term_name);
  list.lines = LinesOf(draft.filters, action);
  list.span = draft.term.span;
  std::string name = list.name;
  draft.book.AddPrefixList(std::move(list));
  return name;
}

RouteMatch PrefixMatch(std::string name, base::Span span) {
  RouteMatch match;
  match.kind = RouteMatchKind::kPrefixList;
  match.names.push_back(std::move(name));
  match.span = span;
  return match;
}

// Closes a draft: the terms of filters with actions, then the term itself.
void Finish(TermDraft& draft, model::RoutePolicy& policy) {
  const std::string base_name = draft.term.name;
  for (std::uint32_t action = 1; action <= draft.filter_actions.size(); ++action) {
    RouteTerm& own = draft.filter_actions[action - 1];
    own.name = base_name + "#" + std::to_string(action);
    own.span = draft.term.span;
    own.all_of = draft.term.all_of;
    const std::string list = MakeList(draft, action, own.name);
    own.all_of.push_back({{PrefixMatch(list, own.span)}});
    policy.terms.push_back(std::move(own));
  }
  if (draft.prefix_condition) {
    const std::string list = MakeList(draft, 0, base_name);
    if (!list.empty()) draft.prefixes.push_back(PrefixMatch(list, draft.term.span));
    // Only filters with actions of their own: nothing is left for the term itself.
    if (draft.prefixes.empty() && !draft.filter_actions.empty()) return;
    if (draft.prefixes.empty()) {
      const std::string none = ListNameOf(kRouteFilterList, draft, base_name);
      draft.book.AddPrefixList({none, LinesOf(draft.filters, 0), draft.term.span});
      draft.prefixes.push_back(PrefixMatch(none, draft.term.span));
    }
    draft.term.all_of.push_back({std::move(draft.prefixes)});
  }
  policy.terms.push_back(std::move(draft.term));
}

// Reads the `from`, `to`, `then` that stand under a term or, unnamed, under the policy.
void ReadTerm(PolicyBook& book, NodeId node, std::string name, PolicyPlace place,
              model::RoutePolicy& policy) {
  Reader& reader = book.reader;
  TermDraft draft{book, place, policy.name, {}, {}, {}, {}, {}, false};
  draft.term.name = std::move(name);
  draft.term.span = reader.SpanOf(node);
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word != "from" && word != "to" && word != "then") continue;
    reader.Modelled(child, kRouting);
    if (word == "from") ReadFrom(reader, child, draft);
    if (word == "to") ReadTo(reader, child, draft);
    if (word == "then") ReadThen(reader, child, draft);
  }
  Finish(draft, policy);
}

}  // namespace

std::vector<model::PrefixListLine> LinesOf(const std::vector<RouteFilter>& filters, std::uint32_t action) {
  std::vector<model::PrefixListLine> lines;
  const auto add = [&lines](bool permit, const RouteFilter& from, std::uint8_t min, std::uint8_t max) {
    if (min <= max) lines.push_back({permit, from.prefix, min, max, from.span});
  };
  std::vector<RouteFilter> sorted = filters;
  const bool longest = NeedsLongestMatch(sorted, InsideOthers(sorted));
  if (longest) {
    std::stable_sort(sorted.begin(), sorted.end(), [](const RouteFilter& a, const RouteFilter& b) {
      return a.prefix.length != b.prefix.length ? a.prefix.length > b.prefix.length : a.prefix < b.prefix;
    });
  }
  const std::vector<bool> inside = InsideOthers(sorted);
  bool full = false;  // some filter of this prefix leaves nothing open
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    add(sorted[i].action == action, sorted[i], sorted[i].length_min, sorted[i].length_max);
    const bool last_of_prefix = i + 1 == sorted.size() || sorted[i + 1].prefix != sorted[i].prefix;
    full = IsFull(sorted[i]) || (full && i > 0 && sorted[i - 1].prefix == sorted[i].prefix);
    if (!longest || !last_of_prefix || !inside[i] || full) continue;
    add(false, sorted[i], sorted[i].prefix.length, net::AddressBits(sorted[i].prefix.family()));
  }
  return lines;
}

bool ReadModifier(Reader& reader, NodeId modifier, RouteFilter& filter, NodeId* below) {
  const std::string_view word = reader.word(modifier);
  const auto bits = net::AddressBits(filter.prefix.family());
  const std::uint8_t length = filter.prefix.length;
  filter.length_min = length;
  filter.length_max = length;
  *below = modifier;
  if (word == "exact") return true;
  if (word == "orlonger" || word == "longer") {
    filter.length_min = static_cast<std::uint8_t>(length + (word == "longer" ? 1 : 0));
    filter.length_max = bits;
    return true;
  }
  if (word != "upto" && word != "prefix-length-range") return false;
  const NodeId value = reader.Value(modifier);
  if (value == kNone) return true;
  *below = value;
  const std::string_view text = reader.word(value);
  const std::size_t dash = text.find('-');
  const auto first = word == "upto" ? std::optional(length) : LengthOf(text.substr(0, dash));
  const auto last = word == "upto"                   ? LengthOf(text)
                    : dash == std::string_view::npos ? std::nullopt
                                                     : LengthOf(text.substr(dash + 1));
  if (!first || !last || *first < length || *last > bits || *first > *last) {
    reader.Invalid(value, "not a range of prefix lengths here");
    return true;
  }
  filter.length_min = *first;
  filter.length_max = *last;
  return true;
}

void FromRouteFilter(Reader& reader, NodeId node, TermDraft& draft) {
  draft.prefix_condition = true;
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word, kRouting);
    const auto prefix = reader.PrefixOf(word);
    if (!prefix) continue;
    for (const NodeId modifier : Children(reader, word)) {
      reader.Modelled(modifier, kRouting);
      if (reader.word(modifier) == "through") {
        AddThrough(reader, modifier, *prefix, draft);
        continue;
      }
      RouteFilter filter{*prefix, 0, 0, 0, reader.SpanOf(modifier)};
      NodeId below = kNone;
      if (!ReadModifier(reader, modifier, filter, &below)) {
        reader.Unmodelled(modifier, kRouting, "route filter by address mask");
        draft.prefixes.push_back({.kind = RouteMatchKind::kNotModelled, .span = reader.SpanOf(modifier)});
        continue;
      }
      filter.action = ActionOf(reader, below, draft);
      draft.filters.push_back(filter);
    }
  }
}

void ReadTerms(PolicyBook& book, NodeId definition, PolicyPlace place, model::RoutePolicy& policy) {
  Reader& reader = book.reader;
  reader.Modelled(definition, kRouting);
  bool unnamed = false;
  for (const NodeId child : Children(reader, definition)) {
    const std::string_view word = reader.word(child);
    unnamed = unnamed || word == "from" || word == "then" || word == "to";
    if (word != "term") continue;
    reader.Modelled(child, kRouting);
    for (const NodeId name : Children(reader, child)) {
      reader.Modelled(name, kRouting);
      ReadTerm(book, name, std::string(reader.word(name)), place, policy);
    }
  }
  // The unnamed term is the last one, wherever it is printed.
  if (unnamed) ReadTerm(book, definition, {}, place, policy);
}

}  // namespace ringfence::formats::juniper_junos
