// Problem: a line of translation speaks of an inside and an outside, of one direction and of the answers; the
// model has rules for one end of packets at one moment, of which the first that takes a packet decides.
//
// Idea: what leaves by an outside interface and came in by an inside one is routed, then translated; what
// comes in by an outside one is translated, then routed. So a static line is a pair of rules, one for each
// direction; a dynamic line is one, for its entries are made by packets of that direction (what comes back
// belongs to the answers). Static lines stand before dynamic ones, the narrower first. An entry of a route
// map that denies packets becomes a rule without a target, held to the interfaces at which a later entry of
// its map translates.
//
// Left open is what two lines could both claim (one address in two static lines, packets of two dynamic ones:
// translation_overlap.h), for who wins is not known. Cost: n log n in lines and names, which
// kTranslationNamesMax bounds, and that of the comparison.

#include "formats/translation_conversion.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>

#include "formats/translation_overlap.h"

namespace ringfence::formats {
namespace {

using model::Impact;
using model::PacketEnd;
using TranslationRule = model::Translation;
using model::TranslationMoment;
using Form = TranslationForm;

constexpr net::NumberRange kAnyPort = {1, 65535};

/// A line and its rules.
struct TranslationLine {
  const TranslationRuleText* text = nullptr;
  std::vector<TranslationRule> rules;
  bool open = false;
};

/// An entry of a route map that sees packets.
struct TranslationEntry {
  bool permit = true;
  std::vector<std::string> lists, out;
  base::Span span;
};

bool MovesInsideSources(const TranslationRuleText& text) {
  return text.form == Form::kDynamic && text.inside && !text.destination;
}

std::string NameOfRule(const TranslationRuleText& text) {
  switch (text.form) {
    case Form::kStaticPort:
      return fmt::format("{}{} {} {}", kStaticRule, text.protocol == net::kProtocolTcp ? "tcp" : "udp",
                         net::ToString(text.from.address), text.from_port);
    case Form::kStaticHost:
      return fmt::format("{}{}", kStaticRule, net::ToString(text.from.address));
    case Form::kStaticNetwork:
      return fmt::format("{}{}", kStaticRule, net::ToString(text.from));
    case Form::kDynamic:
      break;
  }
  return fmt::format("{}{}", text.route_map ? kRouteMapRule : kListRule, text.list);
}

/// Do the lines of the list look at sources only?
bool LooksAtSources(const model::Acl& acl) {
  return std::ranges::all_of(acl.lines, [](const model::AclLine& line) {
    net::HeaderMatch source{.family = line.match.family, .source = line.match.source};
    return line.match == source;
  });
}

std::vector<std::string> Among(const std::vector<std::string>& names, const std::set<std::string>& wanted) {
  std::vector<std::string> out;
  std::ranges::copy_if(names, std::back_inserter(out),
                       [&wanted](const std::string& name) { return wanted.contains(name); });
  return out;
}

class TranslationConverter {
 public:
  TranslationConverter(const TranslationSource& source, const TranslationDialect& dialect,
                       StatementReport& report, model::Device& device)
      : source_(source), dialect_(dialect), report_(report), device_(device) {}

  void Convert() {
    TakeLines();
    if (lines_.empty() && source_.roles.empty()) return;
    IndexDevice();
    TakeRoles();
    OpenDoubles();
    OpenOverlaps();
    for (TranslationLine& line : lines_) {
      if (!line.open) Make(line);
    }
    OpenShared();
    for (TranslationLine& line : lines_) Emit(line);
  }

 private:
  void TakeLines() {
    for (const TranslationRuleText& text : source_.texts.rules) {
      if (text.removed) continue;
      lines_.push_back({.text = &text});
      moves_destinations_out_ = moves_destinations_out_ || (text.form != Form::kDynamic && !text.inside);
    }
    std::ranges::stable_sort(lines_, {}, [](const TranslationLine& line) { return line.text->form; });
  }

  void IndexDevice() {
    for (const model::Interface& interface : device_.interfaces) {
      interfaces_.emplace(interface.name, &interface);
      for (const model::InterfaceAddress& own : interface.addresses) {
        if (own.address.address.family != net::Family::kIpv4) continue;
        own_.insert(own.address.address);
        subnets_.push_back(own.address.subnet());
      }
    }
    // Disjoint: of nested ones the outer.
    std::ranges::sort(subnets_);
    const auto [rest, end] = std::ranges::unique(
        subnets_, [](const net::Prefix& outer, const net::Prefix& inner) { return outer.Contains(inner); });
    subnets_.erase(rest, end);
    for (const model::Acl& acl : device_.acls) {
      if (acl.family == net::Family::kIpv4) lists_.emplace(acl.name, &acl);
    }
  }

  /// Why it is not certain what lines do at an interface; empty: it is. Lines without a VRF are about the
  /// default table. Selectors of tunnels and maps for what comes in by an outside see translated packets;
  /// that they do in the model is not taken for certain.
  static std::string_view DoubtAbout(const TranslationRoleText& role, const model::Interface& interface) {
    if (role.inside.valid() && role.outside.valid()) return "inside and outside at one interface";
    if (!interface.vrf.empty()) return "address translation in a VRF";
    if (role.selects) return "address translation beside IPsec";
    if (role.outside.valid() && interface.policy_in4.applies())
      return "address translation beside policy routing";
    return "";
  }

  void TakeRoles() {
    for (std::size_t i = 0; i < source_.roles.size() && i < device_.interfaces.size(); ++i) {
      const TranslationRoleText& role = source_.roles[i];
      const model::Interface& interface = device_.interfaces[i];
      const std::string_view doubt = DoubtAbout(role, interface);
      for (const base::Span& span : {role.inside, role.outside}) {
        if (!span.valid()) continue;
        if (!doubt.empty()) {
          report_.Demote(span, Impact::kForwarding, doubt);
          continue;
        }
        (span == role.inside ? inside_ : outside_).push_back(interface.name);
        role_spans_.push_back(span);
      }
    }
  }

  void Open(TranslationLine& line, std::string_view reason) {
    line.open = true;
    line.rules.clear();
    report_.Demote(line.text->span, Impact::kForwarding, reason);
  }

  /// Undefined: reported, and open.
  void OpenUndefined(TranslationLine& line, std::string_view kind, const std::string& name) {
    report_.Undefined(line.text->span, kind, name);
    Open(line, "address translation with an undefined name");
  }

  /// The address of an interface that its text tells; nullopt: it has none, or not for certain.
  std::optional<net::IpAddress> AddressOf(const std::string& name) const {
    const auto interface = interfaces_.find(name);
    if (interface == interfaces_.end() || !interface->second->vrf.empty()) return std::nullopt;
    for (const model::InterfaceAddress& own : interface->second->addresses) {
      if (own.address.address.family != net::Family::kIpv4) continue;
      return own.secondary ? std::nullopt : std::optional(own.address.address);
    }
    return std::nullopt;
  }

  /// What no other line may say: the two ends of a static line, the list of a dynamic one.
  std::vector<std::string> ClaimsOf(const TranslationRuleText& text) const {
    const std::string who = fmt::format("{} {} {}", static_cast<int>(text.form), text.inside, text.protocol);
    switch (text.form) {
      case Form::kStaticPort: {
        const auto to = text.interface.empty() ? std::optional(text.to.address) : AddressOf(text.interface);
        return {fmt::format("{} from {} {}", who, net::ToString(text.from), text.from_port),
                fmt::format("{} to {} {}", who, to ? net::ToString(*to) : text.interface, text.to_port)};
      }
      case Form::kStaticHost:
        return {fmt::format("{} from {}", who, net::ToString(text.from)),
                fmt::format("{} to {}", who, net::ToString(text.to))};
      case Form::kStaticNetwork:
        return {};  // OpenOverlaps
      case Form::kDynamic:
        break;
    }
    return {fmt::format("{} {} {} {}", who, text.destination, text.route_map, text.list)};
  }

  void OpenDoubles() {
    std::map<std::string, std::vector<TranslationLine*>> by_claim;
    for (TranslationLine& line : lines_) {
      for (std::string& claim : ClaimsOf(*line.text)) by_claim[std::move(claim)].push_back(&line);
    }
    for (const auto& [claim, lines] : by_claim) {
      if (lines.size() == 1) continue;
      for (TranslationLine* line : lines) Open(*line, "two translations of one address or list");
    }
  }

  /// Static networks that share addresses, on either side.
  void OpenOverlaps() {
    for (net::Prefix TranslationRuleText::* end : {&TranslationRuleText::from, &TranslationRuleText::to}) {
      std::vector<TranslationLine*> networks;
      for (TranslationLine& line : lines_) {
        if (line.text->form == Form::kStaticNetwork) networks.push_back(&line);
      }
      // Prefixes are disjoint or nested, so an outer one stands before all that it holds.
      std::ranges::sort(networks, {}, [end](const TranslationLine* line) { return line->text->*end; });
      TranslationLine* outer = nullptr;
      for (TranslationLine* line : networks) {
        if (outer != nullptr && (outer->text->*end).Contains(line->text->*end)) {
          Open(*outer, "two translations of one network");
          Open(*line, "two translations of one network");
        } else {
          outer = line;
        }
      }
    }
  }

  /// Counts names that rules of a line will hold; false, and open, when they are too many.
  bool Charge(TranslationLine& line, std::size_t rules, std::size_t names) {
    const std::size_t each = 1 + inside_.size() + outside_.size() + role_spans_.size();
    names_ += rules * (each + names);
    if (names_ <= kTranslationNamesMax) return true;
    Open(line, "more translations than are followed");
    return false;
  }

  /// A rule of the line that does nothing yet.
  TranslationRule Begin(const TranslationRuleText& text, PacketEnd end, TranslationMoment moment) const {
    TranslationRule rule;
    rule.name = NameOfRule(text);
    rule.end = end;
    rule.moment = moment;
    const bool leaving = moment == TranslationMoment::kLeaving;
    rule.in = leaving ? inside_ : outside_;
    if (leaving) rule.out = outside_;
    rule.answers = !text.no_alias;
    rule.span = text.span;
    rule.more_spans = role_spans_;
    return rule;
  }

  void Make(TranslationLine& line) {
    if (line.text->form == Form::kDynamic)
      MakeDynamic(line);
    else
      MakeStatic(line);
  }

  void MakeStatic(TranslationLine& line) {
    const TranslationRuleText& text = *line.text;
    const auto address =
        text.interface.empty() ? std::optional(text.to.address) : InterfaceTarget(line, text.interface);
    if (!address || !Charge(line, 2, 1)) return;
    const TranslationMoment there = text.inside ? TranslationMoment::kLeaving : TranslationMoment::kEntering;
    const TranslationMoment back = text.inside ? TranslationMoment::kEntering : TranslationMoment::kLeaving;
    TranslationRule source = Begin(text, PacketEnd::kSource, there);
    TranslationRule destination = Begin(text, PacketEnd::kDestination, back);
    const bool network = text.form == Form::kStaticNetwork;
    source.match.source = {net::AddressMatch::Of(text.from)};
    destination.match.destination = {net::AddressMatch::Of(network ? text.to : net::Prefix::Host(*address))};
    if (network) {
      source.prefix = text.to;
      destination.prefix = text.from;
    } else {
      if (text.interface.empty()) source.pool = {{*address, *address}};
      source.interface = text.interface;
      destination.pool = {{text.from.address, text.from.address}};
    }
    if (text.form == Form::kStaticPort) {
      const net::NumberRange local{text.from_port, text.from_port}, global{text.to_port, text.to_port};
      source.match.protocol = destination.match.protocol = {{text.protocol, text.protocol}};
      source.match.source_port = destination.ports = {local};
      destination.match.destination_port = source.ports = {global};
    }
    line.rules = {std::move(source), std::move(destination)};
  }

  /// The address of an interface that sources get; nullopt, and open, when it is not told.
  std::optional<net::IpAddress> InterfaceTarget(TranslationLine& line, const std::string& name) {
    if (!interfaces_.contains(name)) return OpenUndefined(line, "interface", name), std::nullopt;
    const auto address = AddressOf(name);
    if (!address) Open(line, "translation to an address that is not told");
    return address;
  }

  /// The list, when it is there and has lines. An empty one may stand for all packets or for none.
  const model::Acl* ListOf(TranslationLine& line, const std::string& name) {
    const auto list = lists_.find(name);
    if (list == lists_.end()) return OpenUndefined(line, "access list", name), nullptr;
    if (list->second->end_action == model::AclAction::kDeny) return list->second;
    return Open(line, "translation by a list without lines"), nullptr;
  }

  /// ListOf; open too when it looks at an end that may be translated at the same moment.
  const model::Acl* SourceListOf(TranslationLine& line, const std::string& name) {
    const model::Acl* list = ListOf(line, name);
    if (list == nullptr || (line.text->inside && !moves_destinations_out_)) return list;
    const auto [known, is_new] = source_only_.try_emplace(name, false);
    if (is_new) known->second = LooksAtSources(*list);
    if (known->second) return list;
    return Open(line, "translation by a list that looks at destinations"), nullptr;
  }

  void MakeDynamic(TranslationLine& line) {
    const TranslationRuleText& text = *line.text;
    const bool leaves = MovesInsideSources(text);
    TranslationRule rule = Begin(text, text.destination ? PacketEnd::kDestination : PacketEnd::kSource,
                                 leaves ? TranslationMoment::kLeaving : TranslationMoment::kEntering);
    if (!SetTarget(line, rule)) return;
    if (text.route_map) return MakeMap(line, rule);
    if (text.destination) return MakeBalanced(line, std::move(rule));
    if (SourceListOf(line, text.list) == nullptr || !Charge(line, 1, 1)) return;
    rule.acls = {text.list};
    line.rules.push_back(std::move(rule));
  }

  /// False, and open, when it is not certain.
  bool SetTarget(TranslationLine& line, TranslationRule& rule) {
    const TranslationRuleText& text = *line.text;
    // Several sources share one address only by ports, whether the line says so or not.
    if (text.overload || !text.interface.empty()) rule.ports = {kAnyPort};
    if (!text.interface.empty()) {
      rule.interface = text.interface;
      return InterfaceTarget(line, text.interface).has_value();
    }
    const auto found = source_.texts.pools.find(text.pool);
    if (found == source_.texts.pools.end()) return OpenUndefined(line, "pool", text.pool), false;
    const TranslationPoolText& pool = found->second;
    if (!pool.complete || pool.ranges.empty() || pool.rotary != text.destination)
      return Open(line, "translation to a pool of another kind"), false;
    if (!Charge(line, 1, pool.ranges.size() + pool.spans.size())) return false;
    rule.pool = pool.ranges;
    std::ranges::copy(pool.spans, std::back_inserter(rule.more_spans));
    return true;
  }

  /// Connections to a few addresses go to one of many. A list that knows one address only names those few,
  /// not sources; only TCP is sent to others.
  void MakeBalanced(TranslationLine& line, TranslationRule rule) {
    const std::string& name = line.text->list;
    const model::Acl* list = ListOf(line, name);
    if (list == nullptr) return;
    const bool permits = std::ranges::all_of(
        list->lines, [](const model::AclLine& one) { return one.action == model::AclAction::kPermit; });
    if (!permits || !source_.standard_lists.contains(name) || !LooksAtSources(*list))
      return Open(line, "balancing by a list with destinations or exceptions");
    if (!Charge(line, 1, list->lines.size())) return;
    rule.match.protocol = {{net::kProtocolTcp, net::kProtocolTcp}};
    for (const model::AclLine& one : list->lines) {
      if (one.match.source.empty()) {
        rule.match.destination.clear();
        break;  // any address
      }
      std::ranges::copy(one.match.source, std::back_inserter(rule.match.destination));
    }
    line.rules.push_back(std::move(rule));
  }

  /// Nothing, and open, for an entry that does more than look at lists and at the way out.
  std::optional<TranslationEntry> EntryOf(TranslationLine& line, const RouteMapEntry& text) {
    TranslationEntry entry{text.permit, {}, outside_, text.span};
    bool known = text.sets.empty() && text.steers.empty() && text.not_modelled.empty() && !text.continues &&
                 text.call.empty();
    for (const RouteMapClause& clause : text.clauses) {
      std::set<std::string> out;
      for (const RouteMapMatch& match : clause.any_of) {
        const bool list =
            match.value.kind == model::RouteMatchKind::kPrefixList && match.list == ListKind::kAccess4;
        known = known && (list || match.value.kind == model::RouteMatchKind::kInterface);
        if (list)
          std::ranges::copy(match.value.names, std::back_inserter(entry.lists));
        else
          out.insert(match.value.names.begin(), match.value.names.end());
      }
      if (!out.empty()) entry.out = Among(entry.out, out);
    }
    if (!known) return Open(line, "translation by other conditions of a route map"), std::nullopt;
    for (const std::string& list : entry.lists) {
      if (SourceListOf(line, list) == nullptr) return std::nullopt;
    }
    return entry;
  }

  /// Entries that can decide, each with the interfaces at which it does.
  std::optional<std::vector<TranslationEntry>> EntriesOf(TranslationLine& line, const RouteMapText& map,
                                                         const TranslationRule& like) {
    std::vector<TranslationEntry> entries;
    const std::size_t names = like.pool.size() + like.more_spans.size();
    for (const auto& [number, text] : map.entries) {
      auto entry = EntryOf(line, text);
      if (!entry || !Charge(line, 1, names + entry->lists.size())) return std::nullopt;
      entries.push_back(std::move(*entry));
    }
    std::set<std::string> translated;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
      if (entry->permit)
        translated.insert(entry->out.begin(), entry->out.end());
      else
        entry->out = Among(entry->out, translated);
    }
    std::erase_if(entries, [](const TranslationEntry& entry) { return entry.out.empty(); });
    return entries;
  }

  void MakeMap(TranslationLine& line, const TranslationRule& like) {
    const std::string& name = line.text->list;
    const auto map = source_.policies.route_maps.find(name);
    if (map == source_.policies.route_maps.end()) return OpenUndefined(line, dialect_.map_word, name);
    if (source_.routes.IsConverted(name) || model::FindPolicyRouting(device_, name) != nullptr)
      return Open(line, "route map for translation and something else");
    auto entries = EntriesOf(line, map->second, like);
    if (!entries) return;
    for (TranslationEntry& entry : *entries) {
      TranslationRule rule = like;
      if (!entry.permit) rule.pool.clear(), rule.interface.clear(), rule.ports.clear();
      rule.acls = std::move(entry.lists);
      rule.out = std::move(entry.out);
      rule.more_spans.push_back(entry.span);
      line.rules.push_back(std::move(rule));
    }
  }

  /// Dynamic lines that could take the same packets.
  void OpenShared() {
    std::vector<TranslationLine*> dynamic;
    std::vector<std::span<const TranslationRule>> rules;
    for (TranslationLine& line : lines_) {
      if (line.open || line.text->form != Form::kDynamic) continue;
      dynamic.push_back(&line);
      rules.emplace_back(line.rules);
    }
    const std::vector<bool> shares = LinesThatShare(rules, lists_);
    for (std::size_t i = 0; i < dynamic.size(); ++i) {
      if (shares[i]) Open(*dynamic[i], "two translations of the same packets");
    }
  }

  /// Are there addresses, other than its own, that somebody on a subnet of the device might ask it for?
  bool MayBeAskedFor(const TranslationRule& rule) const {
    if (rule.end != PacketEnd::kSource) return false;
    const auto reaches = [this](const net::IpAddress& first, const net::IpAddress& last) {
      if (first == last && own_.contains(first)) return false;
      const auto subnet = std::ranges::partition_point(
          subnets_, [&first](const net::Prefix& before) { return before.Last() < first; });
      return subnet != subnets_.end() && subnet->address <= last;
    };
    if (rule.prefix) return reaches(rule.prefix->address, rule.prefix->Last());
    return std::ranges::any_of(
        rule.pool, [&](const model::AddressRange& range) { return reaches(range.first, range.last); });
  }

  void Emit(TranslationLine& line) {
    if (line.open || outside_.empty()) return;  // without an outside nothing is translated
    if (!dialect_.answers && std::ranges::any_of(line.rules, [this](const TranslationRule& rule) {
          return MayBeAskedFor(rule);
        })) {
      return Open(line, "who answers for a translated address");
    }
    std::vector<TranslationRule> rules = std::move(line.rules);
    if (inside_.empty()) {
      // What needs an inside has none. Whether the rest works alone is not known.
      if (MovesInsideSources(*line.text)) return;
      Open(line, "translation without an inside");
      if (line.text->form != Form::kDynamic) return;
    }
    std::ranges::move(rules, std::back_inserter(device_.translations));
  }

  const TranslationSource& source_;
  const TranslationDialect& dialect_;
  StatementReport& report_;
  model::Device& device_;
  std::vector<TranslationLine> lines_;
  std::vector<std::string> inside_, outside_;
  std::vector<base::Span> role_spans_;
  std::map<std::string, const model::Interface*> interfaces_;
  std::map<std::string, const model::Acl*> lists_;
  std::map<std::string, bool> source_only_;  ///< LooksAtSources of lists, once asked
  std::set<net::IpAddress> own_;
  std::vector<net::Prefix> subnets_;
  std::size_t names_ = 0;
  bool moves_destinations_out_ = false;  ///< some line translates destinations of what leaves
};

}  // namespace

std::set<std::string> TranslationMaps(const TranslationTexts& texts) {
  std::set<std::string> maps;
  for (const TranslationRuleText& rule : texts.rules) {
    if (rule.route_map && !rule.removed) maps.insert(rule.list);
  }
  return maps;
}

void ConvertTranslations(const TranslationSource& source, const TranslationDialect& dialect,
                         StatementReport& report, model::Device& device) {
  TranslationConverter(source, dialect, report, device).Convert();
}

}  // namespace ringfence::formats
