// ACL_TABLE and ACL_RULE, and their uses.
//
// The highest priority decides; what no rule matches is forwarded on ports, and dropped on the way to a
// service of the switch itself. A rule is left open, and its line not modelled, where it may take more or
// less than its members tell.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "formats/frr/config_db.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

using model::AclAction;
using model::Impact;
using net::Family;

constexpr std::uint32_t kSshPort = 22;
constexpr Verdict kMoreThanModelled = NotModelled(Impact::kForwarding, "rule with other conditions");

/// Decimal, or hexadecimal after 0x.
std::optional<std::uint32_t> NumberOf(std::string_view text, std::uint32_t max) {
  if (!text.starts_with("0x")) return ParseNumber(text, 0, max);
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), value, 16);
  const bool whole = error == std::errc() && end == text.data() + text.size() && text.size() > 2;
  return whole && value <= max ? std::optional(value) : std::nullopt;
}

/// Members of one rule as conditions. `sound` is false when one is not in them.
struct RuleReader {
  DbRow& row;
  net::HeaderMatch match;
  std::optional<Family> family;
  bool sound = true;

  void Fail(std::string_view member, Verdict verdict = kMoreThanModelled) {
    row.Judge(member, verdict);
    sound = false;
  }

  void TakeFamily(std::string_view member, Family value) {
    if (family && *family != value) Fail(member);
    family = value;
  }

  void TakeAddress(std::string_view member, Family of, std::vector<net::AddressMatch>& into) {
    const Setting<std::string> text = row.Take(member);
    if (!text.set()) return;
    const auto host = net::ParseHostPrefix(text.value);
    const auto bare = host ? std::optional(host->address) : net::ParseAddress(text.value);
    if (!bare || bare->family != of)
      return Fail(member, row.Invalid(text.span, fmt::format("'{}' is not address/length", text.value)));
    TakeFamily(member, of);
    const net::Prefix prefix = host ? host->subnet() : net::Prefix::Host(*bare);
    if (prefix.length != 0) into.push_back(net::AddressMatch::Of(prefix));
  }

  void TakeRange(std::string_view member, std::uint32_t max, std::vector<net::NumberRange>& into) {
    const Setting<std::string> text = row.Take(member);
    if (!text.set()) return;
    const std::size_t dash = std::min(text.value.find('-'), text.value.size());
    const auto first = NumberOf(std::string_view(text.value).substr(0, dash), max);
    const auto last =
        dash == text.value.size() ? first : NumberOf(std::string_view(text.value).substr(dash + 1), max);
    if (!first || !last || *last < *first)
      return Fail(member, row.Invalid(text.span, fmt::format("'{}' is not a number or a range", text.value)));
    into.push_back({static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last)});
  }

  void TakeEtherType() {
    const Setting<std::string> type = row.Take("ETHER_TYPE");
    const auto number = NumberOf(type.value, 0xffff);
    if (number == 0x0800U) return TakeFamily("ETHER_TYPE", Family::kIpv4);
    if (number == 0x86ddU) return TakeFamily("ETHER_TYPE", Family::kIpv6);
    if (type.set()) Fail("ETHER_TYPE");
  }

  void TakeIpType() {
    const Setting<std::string> type = row.Take("IP_TYPE");
    if (type.value == "IPV4ANY" || type.value == "IPV4") return TakeFamily("IP_TYPE", Family::kIpv4);
    if (type.value == "IPV6ANY" || type.value == "IPV6") return TakeFamily("IP_TYPE", Family::kIpv6);
    if (type.set()) Fail("IP_TYPE");
  }

  void TakeAll() {
    TakeAddress("SRC_IP", Family::kIpv4, match.source);
    TakeAddress("DST_IP", Family::kIpv4, match.destination);
    TakeAddress("SRC_IPV6", Family::kIpv6, match.source);
    TakeAddress("DST_IPV6", Family::kIpv6, match.destination);
    TakeEtherType();
    TakeIpType();
    TakeRange("IP_PROTOCOL", 255, match.protocol);
    TakeRange("NEXT_HEADER", 255, match.protocol);
    TakeRange("L4_SRC_PORT", 65535, match.source_port);
    TakeRange("L4_SRC_PORT_RANGE", 65535, match.source_port);
    TakeRange("L4_DST_PORT", 65535, match.destination_port);
    TakeRange("L4_DST_PORT_RANGE", 65535, match.destination_port);
    std::vector<net::NumberRange> code_point;
    TakeRange("DSCP", 63, code_point);
    if (!code_point.empty()) match.dscp = static_cast<std::uint8_t>(code_point.front().first);
    const bool ports = !match.source_port.empty() || !match.destination_port.empty();
    const bool one_each = match.protocol.size() <= 1 && match.source_port.size() <= 1 &&
                          match.destination_port.size() <= 1 && code_point.size() <= 1;
    if (!one_each || (ports && match.protocol.empty())) sound = false;
    if (!code_point.empty() && code_point.front().first != code_point.front().last) sound = false;
  }
};

AccessTableText* TableOf(Reader& reader, std::string_view name) {
  auto& tables = reader.vendor.database.access_tables;
  const auto found = std::ranges::find(tables, name, &AccessTableText::name);
  return found == tables.end() ? nullptr : &*found;
}

model::AclUse& UseOf(model::Interface& interface, bool in, Family family) {
  if (family == Family::kIpv4) return in ? interface.acl_in4 : interface.acl_out4;
  return in ? interface.acl_in6 : interface.acl_out6;
}

/// Rules in the order of evaluation. Of two with one priority it is not told which comes first.
void SortRules(Reader& reader, AccessTableText& table) {
  std::ranges::stable_sort(table.rules, std::greater{}, &AccessRuleText::priority);
  for (std::size_t i = 1; i < table.rules.size(); ++i) {
    const AccessRuleText& before = table.rules[i - 1];
    const AccessRuleText& rule = table.rules[i];
    if (rule.open || before.open) continue;
    if (rule.priority == before.priority && rule.line.action != before.line.action)
      DemoteDb(reader, rule.line.span, Impact::kForwarding | Impact::kManagement, "rules of one priority");
  }
}

void Bind(Reader& reader, routing::DeviceConfig& config, const AccessTableText& table,
          const Setting<std::string>& port, Family family) {
  const model::InterfaceIndex index = model::FindInterface(config.device, port.value);
  if (!index.valid()) return reader.Undefined(port.span, "port", port.value);
  const model::Interface& bound = config.device.interfaces[index.index()];
  const bool routed = !bound.switch_port && bound.lag.empty() && bound.kind != model::InterfaceKind::kSvi &&
                      bound.kind != model::InterfaceKind::kSubinterface;
  if (!routed) DemoteDb(reader, port.span, Impact::kPaths, "access list on a switched port");
  for (model::Interface& interface : config.device.interfaces) {
    if (interface.name != port.value && interface.parent != port.value) continue;
    model::AclUse& use = UseOf(interface, table.in, family);
    if (use.applies() && use.name != table.name)
      DemoteDb(reader, port.span, Impact::kForwarding, "several access lists on a port");
    // What another list does stays open.
    const bool open = use.open || (use.applies() && use.name != table.name);
    use = {table.name, port.span, open};
  }
}

/// A list of a type that is not modelled: it may hold packets of both families.
void LeaveOpen(routing::DeviceConfig& config, const AccessTableText& table) {
  for (model::Interface& interface : config.device.interfaces) {
    for (const Setting<std::string>& port : table.ports) {
      if (interface.name != port.value && interface.parent != port.value) continue;
      for (const Family family : {Family::kIpv4, Family::kIpv6}) {
        model::AclUse& use = UseOf(interface, table.in, family);
        if (!use.applies()) use.span = port.span;
        use.open = true;
      }
    }
  }
}

/// The rules in order. Of several of one priority each may come first: one that may drop stands open before
/// all, unless all of them drop.
void AddRules(const AccessTableText& table, model::Acl& acl) {
  for (std::size_t first = 0, last = 0; first < table.rules.size(); first = last) {
    bool all_drop = true;
    for (; last < table.rules.size() && table.rules[last].priority == table.rules[first].priority; ++last) {
      const AccessRuleText& rule = table.rules[last];
      all_drop = all_drop && !rule.open && rule.line.action == AclAction::kDeny;
    }
    const std::size_t place = acl.lines.size();
    for (std::size_t i = first; i < last; ++i) {
      const AccessRuleText& rule = table.rules[i];
      if (!all_drop && rule.line.action == AclAction::kDeny)
        acl.open_lines.push_back({place, rule.line.match, rule.line.span});
      if (!rule.open) acl.lines.push_back(rule.line);
    }
  }
}

/// Guards SSH: rules of each family are a list of its own, and a family without rules is not guarded.
void Guard(AccessTableText& table, routing::DeviceConfig& config) {
  for (const Family family : {Family::kIpv4, Family::kIpv6}) {
    model::Acl acl{table.name, family, {}, AclAction::kDeny, table.span};
    for (const AccessRuleText& rule : table.rules) {
      if (!rule.open && rule.line.match.family == family) acl.lines.push_back(rule.line);
    }
    if (!acl.lines.empty()) config.device.acls.push_back(std::move(acl));
  }
  if (!std::ranges::all_of(table.rules, &AccessRuleText::open))
    config.device.management.services.front().filters.push_back({table.name, table.span});
}

}  // namespace

Verdict ReadDbAccessTable(Reader& reader, DbRow& row) {
  if (row.parts().size() != 1) return kNotKnown;
  AccessTableText table;
  table.name = row.parts()[0];
  table.span = row.span();
  table.type = row.Take("type").value;
  std::ranges::transform(table.type, table.type.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  const Setting<std::string> stage = row.Take("stage");
  table.in = !stage.set() || stage.value == "ingress" || stage.value == "INGRESS";
  table.ports = row.TakeList("ports");
  for (const Setting<std::string>& service : row.TakeList("services")) {
    table.guards_ssh = table.guards_ssh || service.value == "SSH";
    if (service.value != "SSH" && service.value != "SNMP" && service.value != "NTP")
      row.Judge("services", NotModelled(kOwnPackets, "filter of another service"));
  }
  if (stage.set() && table.in == (stage.value == "egress" || stage.value == "EGRESS")) return kNotKnown;
  if (table.type.starts_with("MIRROR")) return NotModelled(Impact::kCopying, "copies of packets");
  const bool known = table.type == "L3" || table.type == "L3V6" || table.type == "CTRLPLANE";
  table.open = !known;
  reader.vendor.database.access_tables.push_back(std::move(table));
  return known ? kUnderstood
               : NotModelled(Impact::kForwarding | Impact::kCopying, "access list of another type");
}

Verdict ReadDbAccessRule(Reader& reader, DbRow& row) {
  if (row.parts().size() != 2) return kNotKnown;
  AccessTableText* table = TableOf(reader, row.parts()[0]);
  // Of a table that is not modelled, or not there.
  if (table == nullptr || table->open)
    return NotModelled(Impact::kForwarding | Impact::kCopying, "rule of a list that is not modelled");
  const bool guard = table->type == "CTRLPLANE";
  AccessRuleText rule;
  rule.line.span = row.span();
  const Setting<std::string> action = row.Take("PACKET_ACTION");
  const bool permit = action.value == "FORWARD" || action.value == "ACCEPT";
  RuleReader members{row, {}, std::nullopt};
  members.TakeAll();
  const auto priority = row.TakeNumber("PRIORITY", 0, 0xffffffff);
  for (const std::string_view member : {"RULE_DESCRIPTION", "priority"}) row.Judge(member, kNoEffect);
  if (!guard && members.family != (table->type == "L3V6" ? Family::kIpv6 : Family::kIpv4))
    members.sound = false;
  const bool all_taken = std::ranges::none_of(
      row.verdicts(), [](const Verdict& verdict) { return verdict.fate == model::Fate::kBlank; });
  if (!action.set() || (!permit && action.value != "DROP") || !priority.set() || !members.sound ||
      !all_taken || !members.family) {
    // It may drop, whatever its family and priority are.
    rule.open = true;
    rule.priority = priority.set() ? priority.value : UINT32_MAX;
    rule.line.action = permit ? AclAction::kPermit : AclAction::kDeny;
    rule.line.match.family = table->type == "L3V6" ? Family::kIpv6 : Family::kIpv4;
    table->rules.push_back(std::move(rule));
    return NotModelled(guard ? Impact::kManagement : Impact::kForwarding | Impact::kCopying,
                       "rule with other conditions or actions");
  }
  rule.priority = priority.value;
  rule.line.action = permit ? AclAction::kPermit : AclAction::kDeny;
  rule.line.match = std::move(members.match);
  rule.line.match.family = *members.family;
  // A guard looks at the service itself.
  if (guard) rule.line.match.protocol.clear(), rule.line.match.destination_port.clear();
  table->rules.push_back(std::move(rule));
  return kUnderstood;
}

void ConvertAccess(Reader& reader, routing::DeviceConfig& config) {
  DatabaseText& database = reader.vendor.database;
  if (!database.present) return;
  // The host below runs SSH and has one account; no table says so.
  config.device.management.services.push_back({model::ManagementService::kSsh, kSshPort, {}, database.span});
  config.device.management.accounts.push_back({"admin", model::ManagementRole::kWrite, {}, database.span});
  for (AccessTableText& table : database.access_tables) {
    if (table.open) {
      LeaveOpen(config, table);
      continue;
    }
    SortRules(reader, table);
    if (table.type == "CTRLPLANE") {
      if (table.guards_ssh) Guard(table, config);
      continue;
    }
    const Family family = table.type == "L3V6" ? Family::kIpv6 : Family::kIpv4;
    model::Acl acl{table.name, family, {}, AclAction::kPermit, table.span};
    AddRules(table, acl);
    config.device.acls.push_back(std::move(acl));
    for (const Setting<std::string>& port : table.ports) Bind(reader, config, table, port, family);
  }
}

}  // namespace ringfence::formats::frr
