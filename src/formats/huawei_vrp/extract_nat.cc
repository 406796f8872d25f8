// `nat ...` of the system view and of interfaces, as AR and NetEngine AR routers write it. What those of
// firewalls and of broadband gateways write (`nat instance`, `nat server` outside of an interface) is another
// language and stays open, and so is every option whose effect is not certain.
#include <algorithm>
#include <array>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

constexpr Verdict kOpen = Unmodelled(Impact::kForwarding, "address translation");

/// The statement, its words one blank apart.
std::string TextOf(const Line& line) {
  std::string text;
  for (std::size_t word = 0; word < line.size(); ++word)
    text += (word == 0 ? "" : " ") + std::string(line.at(word));
  return text;
}

/// Takes a statement back that was made before in the same words; others may only take a part of one back.
template <class Statement>
Verdict TakeBack(std::vector<Statement>& statements, const Line& line) {
  if (statements.empty()) return Irrelevant();
  const std::string text = TextOf(line);
  return std::erase_if(statements, [&](const Statement& one) { return one.text == text; }) > 0 ? Modelled()
                                                                                               : kOpen;
}

template <class Statement>
Verdict Add(std::vector<Statement>& statements, Statement statement) {
  if (std::ranges::count(statements, statement.text, &Statement::text) == 0)
    statements.push_back(std::move(statement));
  return Modelled();
}

/// Reads what follows `nat static` and `nat server`, word by word.
class MappingCursor {
 public:
  explicit MappingCursor(const Line& line) : line_(line) {}

  /// Takes everything; false: a word is not one that is understood, `bad_word` says which when it is wrong.
  bool TakeAll();

  VrpNatMapping mapping;
  std::size_t bad_word = 0;

 private:
  bool Accept(std::string_view word) { return line_.at(word_) == word && ++word_ > 0; }
  bool TakeProtocol();
  bool TakeGlobal();
  bool TakePorts(std::optional<net::NumberRange>& ports);
  bool TakeAddress(net::IpAddress& address);
  bool TakeNetmask();
  bool Bad() { return bad_word = word_, false; }

  const Line& line_;
  std::size_t word_ = 2;
};

bool MappingCursor::TakeProtocol() {
  if (!Accept("protocol")) return true;
  const std::string_view name = line_.at(word_);
  if (name != "tcp" && name != "udp") return false;
  mapping.protocol = ParseProtocol(name, net::Family::kIpv4);
  return ++word_, true;
}

bool MappingCursor::TakeAddress(net::IpAddress& address) {
  const auto taken = net::ParseIpv4(line_.at(word_));
  if (!taken) return Bad();
  address = *taken;
  return ++word_, true;
}

bool MappingCursor::TakeGlobal() {
  if (!Accept("global")) return Bad();
  if (Accept("current-interface")) return true;
  if (Accept("interface")) {
    const NameTaken taken = TakeInterfaceName(line_, word_);
    if (taken.name.empty()) return Bad();
    mapping.global_interface = taken.name;
    return word_ = taken.next, true;
  }
  return TakeAddress(mapping.global.emplace());
}

/// One port, or the first and the last of a range; 0 stands for every port, which is left open.
bool MappingCursor::TakePorts(std::optional<net::NumberRange>& ports) {
  const auto first = ParsePort(line_.at(word_));
  if (!first) return true;
  ++word_;
  const auto last = ParsePort(line_.at(word_));
  if (last) ++word_;
  ports = {*first, last.value_or(*first)};
  return *first != 0 && ports->first <= ports->last;
}

bool MappingCursor::TakeNetmask() {
  if (!Accept("netmask")) return true;
  const auto length = ParseMask(line_.at(word_));
  if (!length) return Bad();
  mapping.length = *length;
  return ++word_, true;
}

bool MappingCursor::TakeAll() {
  if (!TakeProtocol() || !TakeGlobal() || !TakePorts(mapping.global_ports)) return false;
  if (!Accept("inside")) return line_.at(word_).empty() ? Bad() : false;
  if (!TakeAddress(mapping.inside) || !TakePorts(mapping.inside_ports) || !TakeNetmask()) return false;
  return Accept("description") || word_ == line_.size();
}

/// Ports stand on both sides or on none, with a protocol; a range keeps them, for nobody says which becomes
/// which.
bool HasUsablePorts(VrpNatMapping& mapping) {
  if (!mapping.protocol) return !mapping.global_ports && !mapping.inside_ports;
  if (!mapping.global_ports) return false;
  if (!mapping.inside_ports && mapping.global_ports->first == mapping.global_ports->last)
    mapping.inside_ports = mapping.global_ports;
  const bool one = mapping.global_ports->first == mapping.global_ports->last;
  if (!mapping.inside_ports) return false;
  return mapping.inside_ports == mapping.global_ports ||
         (one && mapping.inside_ports->first == mapping.inside_ports->last);
}

/// A network stands for one of its size: both are written without bits of hosts.
bool HasUsableLength(const VrpNatMapping& mapping) {
  if (mapping.length == 32) return true;
  const auto whole = [&](const net::IpAddress& address) {
    return net::Prefix::Of(address, mapping.length).address == address;
  };
  return !mapping.server && mapping.length > 0 && mapping.global && whole(*mapping.global) &&
         whole(mapping.inside);
}

/// `nat static`, `nat server`; in the system view no interface is the current one.
Verdict ReadMapping(Reader& reader, const Line& line, std::vector<VrpNatMapping>& mappings,
                    bool at_interface) {
  if (line.undo()) return TakeBack(mappings, line);
  MappingCursor cursor(line);
  if (!cursor.TakeAll()) {
    if (cursor.bad_word == 0) return kOpen;
    return reader.Invalid(line, cursor.bad_word, "not what an address translation needs",
                          Impact::kForwarding);
  }
  cursor.mapping.server = line.at(1) == "server";
  cursor.mapping.text = TextOf(line);
  cursor.mapping.span = line.span();
  const bool named = at_interface || cursor.mapping.global || !cursor.mapping.global_interface.empty();
  if (!named || !HasUsablePorts(cursor.mapping) || !HasUsableLength(cursor.mapping)) return kOpen;
  return Add(mappings, std::move(cursor.mapping));
}

/// `nat outbound ACL [address-group N [no-pat] | interface X]`.
Verdict ReadOutbound(Reader& reader, const Line& line, std::vector<VrpNatOutbound>& outbound) {
  if (line.undo()) return TakeBack(outbound, line);
  if (line.at(2).empty()) return reader.Invalid(line, 2, "an access list is missing", Impact::kForwarding);
  VrpNatOutbound rule{.acl = {std::string(line.at(2)), line.span()}, .text = TextOf(line)};
  std::size_t next = 3;
  if (line.at(3) == "address-group") {
    if (line.at(4).empty())
      return reader.Invalid(line, 4, "an address group is missing", Impact::kForwarding);
    rule.group = std::string(line.at(4));
    rule.keeps_ports = line.at(5) == "no-pat";
    next = rule.keeps_ports ? 6 : 5;
  } else if (line.at(3) == "interface") {
    const NameTaken taken = TakeInterfaceName(line, 4);
    if (taken.name.empty()) return reader.Invalid(line, 4, "not an interface name", Impact::kForwarding);
    rule.interface = taken.name;
    next = taken.next;
  }
  if (next != line.size()) return kOpen;
  return Add(outbound, std::move(rule));
}

/// The range at `word`, a single address when the second is missing; nothing when it is none.
std::optional<model::AddressRange> RangeAt(const Line& line, std::size_t word) {
  const auto first = net::ParseIpv4(line.at(word));
  const auto last = line.at(word + 1).empty() ? first : net::ParseIpv4(line.at(word + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  return model::AddressRange{*first, *last};
}

/// `nat address-group N [FIRST LAST [mask M]]`; without addresses it opens a view. An address of the pool
/// that the mask takes out is one that nobody gets: to count it does no harm.
Verdict OpenNatGroup(Reader& reader, const Line& line) {
  std::vector<VrpNatGroup>& groups = reader.config.nat.groups;
  if (line.at(2).empty()) return reader.Invalid(line, 2, "a name is missing", Impact::kForwarding);
  const auto same = [&](const VrpNatGroup& group) { return group.name == line.at(2); };
  if (line.undo() || line.size() > 3) std::erase_if(groups, same);
  if (line.undo()) return Modelled(View::kInherit);
  const auto found = std::ranges::find_if(groups, same);
  reader.open_object = static_cast<std::size_t>(found - groups.begin());
  if (found == groups.end()) groups.push_back({.name = std::string(line.at(2)), .span = line.span()});
  VrpNatGroup& group = groups[reader.open_object];
  if (line.size() == 3) return Modelled(View::kNatGroup);
  const bool masked = line.at(5) == "mask" && ParseMask(line.at(6)) && line.size() == 7;
  group.complete = line.size() == 5 || masked;
  if (!group.complete) return Modelled(View::kNatGroup);  // whether it matters, its uses know
  const auto range = RangeAt(line, 3);
  group.complete = range.has_value();
  if (!range) return reader.Invalid(line, 3, "not a range of addresses", Impact::kForwarding);
  group.ranges = {{0, *range}};
  return Modelled();
}

/// Only payloads, tables and logs: no statement of these decides which address a packet gets.
bool KeepsAddresses(const Line& line) {
  constexpr std::array<std::string_view, 2> kFirstWords = {"alg", "log"};
  if (std::ranges::count(kFirstWords, line.at(1)) > 0) return true;
  if (line.at(1) == "session") return line.at(2) == "aging-time";
  // Answers from where the packet went, and nothing else, get the old addresses back: what the model says.
  return line.at(1) == "filter-mode" && line.at(2) == "endpoint-and-port-dependent";
}

}  // namespace

Verdict ReadNat(Reader& reader, const Line& line) {
  if (line.at(1) == "address-group") return OpenNatGroup(reader, line);
  if (line.at(1) == "static" && line.at(2) != "enable")
    return ReadMapping(reader, line, reader.config.nat.mappings, false);
  return KeepsAddresses(line) ? Irrelevant() : KnownForm(View::kSystem, line);
}

Verdict ReadNatGroup(Reader& reader, const Line& line) {
  VrpNatGroup& group = reader.config.nat.groups[reader.open_object];
  if (line.at(0) == "description") return Irrelevant();
  const auto section = NumberUpTo(line.at(1));
  if (line.at(0) == "section" && section && !line.undo() && line.size() <= 4) {
    const auto range = RangeAt(line, 2);
    if (range) return group.ranges[*section] = *range, Modelled();
    group.complete = false;
    return reader.Invalid(line, 2, "not a range of addresses", Impact::kForwarding);
  }
  const bool pat = line.at(0) == "mode" && line.at(1) == "pat" && line.size() == 2 && !line.undo();
  group.pat = group.pat || pat;
  group.complete = group.complete && pat;  // whether it matters, its uses know
  return Modelled();
}

Verdict ReadInterfaceNat(Reader& reader, const Line& line) {
  VrpNatPort& nat = reader.config.interfaces[reader.open_interface].nat;
  if (line.at(1) == "outbound") return ReadOutbound(reader, line, nat.outbound);
  if (line.at(1) == "static" && line.at(2) == "enable" && line.size() == 3) {
    nat.enabled = line.undo() ? base::Span{} : line.span();
    return Modelled();
  }
  if (line.at(1) == "static" || line.at(1) == "server") return ReadMapping(reader, line, nat.mappings, true);
  return KnownForm(View::kInterface, line);
}

}  // namespace ringfence::formats::huawei_vrp
