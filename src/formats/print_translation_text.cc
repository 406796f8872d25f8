// A static line is found by its rule for sources, whose twin for destinations is not looked at; rules of one
// route map stand together. Pools have no name in the model and get one from their number.

#include "formats/print_translation_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <optional>

#include "formats/translation_conversion.h"

namespace ringfence::formats {
namespace {

using model::PacketEnd;
using TranslationRule = model::Translation;
using model::TranslationMoment;

constexpr std::uint32_t kEntryStep = 10;
constexpr std::uint32_t kEntryCountMax = 65535;

bool IsBalancing(const TranslationRule& rule) {
  return rule.end == PacketEnd::kDestination && rule.moment == TranslationMoment::kEntering &&
         rule.name.starts_with(kListRule);
}

/// The network or host that the addresses are; nullopt when they are not one.
std::optional<net::Prefix> OneOf(const std::vector<net::AddressMatch>& addresses) {
  if (addresses.size() != 1) return std::nullopt;
  const auto length = net::LengthOfWildcard(addresses[0].ignore);
  return length ? std::optional(net::Prefix::Of(addresses[0].address, *length)) : std::nullopt;
}

/// Bits that both ends of all ranges have in common.
std::uint8_t CommonBits(const std::vector<model::AddressRange>& ranges) {
  int bits = 32;
  for (const model::AddressRange& range : ranges)
    bits = std::min(bits, std::countl_zero(range.first.v4() ^ range.last.v4()));
  return static_cast<std::uint8_t>(bits);
}

/// Do the words of a dynamic line say the target?
bool SaysDynamic(const TranslationRule& rule) {
  const bool may_overload = rule.end == PacketEnd::kSource && rule.moment == TranslationMoment::kLeaving;
  return !rule.keeps_packets() && !rule.prefix && CommonBits(rule.pool) > 0 &&
         (rule.ports.empty() || may_overload);
}

/// Likewise of a static line.
bool SaysStatic(const TranslationRule& rule) {
  const bool host = rule.pool.size() == 1 && rule.pool[0].first == rule.pool[0].last;
  return rule.prefix || host || (!rule.interface.empty() && rule.ports.size() == 1);
}

class TranslationPrinter {
 public:
  TranslationPrinter(const model::Device& device, const TranslationRoles& roles)
      : rules_(device.translations), outside_(roles.outside) {}

  std::string Print() {
    std::string lines;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      const TranslationRule& rule = rules_[i];
      if (rule.name.starts_with(kRouteMapRule)) {
        const std::size_t first = i;
        while (i + 1 < rules_.size() && rules_[i + 1].name == rule.name) ++i;
        lines += MapLine(first, i + 1);
      } else if (IsBalancing(rule)) {
        lines += DynamicLine("inside destination " + rule.name, rule);
      } else if (rule.end == PacketEnd::kSource) {
        const std::string side = rule.moment == TranslationMoment::kLeaving ? "inside" : "outside";
        if (rule.acls.empty())
          lines += StaticLine(side, rule);
        else
          lines += DynamicLine(fmt::format("{} source list {}", side, rule.acls[0]), rule);
      }
    }
    return text_ + lines;
  }

 private:
  std::string StaticLine(const std::string& side, const TranslationRule& rule) {
    const auto from = OneOf(rule.match.source);
    if (!from || !SaysStatic(rule)) return "";
    std::string line = fmt::format("ip nat {} source static ", side);
    const std::string local = net::ToString(from->address);
    const std::string global =
        rule.pool.empty() ? "interface " + rule.interface : net::ToString(rule.pool[0].first);
    const bool ports =
        rule.match.protocol.size() == 1 && rule.match.source_port.size() == 1 && rule.ports.size() == 1;
    if (ports) {
      line += fmt::format("{} {} {} {} {}", rule.match.protocol[0].first == net::kProtocolTcp ? "tcp" : "udp",
                          local, rule.match.source_port[0].first, global, rule.ports[0].first);
    } else if (rule.prefix) {
      line += fmt::format("network {} {} /{}", local, net::ToString(rule.prefix->address), from->length);
    } else {
      line += fmt::format("{} {}", local, global);
    }
    return line + (rule.answers ? "\n" : " no-alias\n");
  }

  std::string DynamicLine(const std::string& what, const TranslationRule& rule) {
    if (!SaysDynamic(rule)) return "";
    const std::string pool = rule.interface.empty() ? Pool(rule) : "";
    const std::string target = rule.interface.empty() ? "pool " + pool : "interface " + rule.interface;
    return fmt::format("ip nat {} {}{}\n", what, target, rule.ports.empty() ? "" : " overload");
  }

  /// Prints the pool of a rule and gives its name.
  std::string Pool(const TranslationRule& rule) {
    const std::string name = fmt::format("NAT-{}", ++pool_count_);
    std::string head = fmt::format("ip nat pool {}", name);
    const std::string tail = fmt::format(" prefix-length {}{}\n", CommonBits(rule.pool),
                                         rule.end == PacketEnd::kDestination ? " type rotary" : "");
    std::string ranges;
    for (const model::AddressRange& range : rule.pool) {
      const std::string ends = fmt::format("{} {}", net::ToString(range.first), net::ToString(range.last));
      if (rule.pool.size() == 1)
        head += " " + ends;
      else
        ranges += fmt::format(" address {}\n", ends);
    }
    text_ += head + tail + ranges;
    return name;
  }

  /// The entries of a map and the line that uses it.
  std::string MapLine(std::size_t begin, std::size_t end) {
    const std::string map = rules_[begin].name.substr(kRouteMapRule.size());
    const TranslationRule* target = nullptr;
    const std::uint32_t step = end - begin < kEntryCountMax / kEntryStep ? kEntryStep : 1;
    std::uint32_t number = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const TranslationRule& rule = rules_[i];
      if (!rule.keeps_packets()) target = &rule;
      number += step;
      text_ += fmt::format("route-map {} {} {}\n", map, rule.keeps_packets() ? "deny" : "permit", number);
      if (!rule.acls.empty()) text_ += fmt::format(" match ip address {}\n", fmt::join(rule.acls, " "));
      if (rule.out.size() != outside_.size())
        text_ += fmt::format(" match interface {}\n", fmt::join(rule.out, " "));
    }
    if (target == nullptr) return "";
    return DynamicLine("inside source " + rules_[begin].name, *target);
  }

  const std::vector<TranslationRule>& rules_;
  const std::set<std::string>& outside_;
  std::string text_;  ///< pools and route maps
  std::uint32_t pool_count_ = 0;
};

}  // namespace

TranslationRoles TranslationRolesOf(const model::Device& device) {
  TranslationRoles roles;
  for (const TranslationRule& rule : device.translations) {
    if (rule.moment == TranslationMoment::kLeaving) {
      roles.inside.insert(rule.in.begin(), rule.in.end());
      roles.outside.insert(rule.out.begin(), rule.out.end());
    } else {
      roles.outside.insert(rule.in.begin(), rule.in.end());
    }
  }
  return roles;
}

std::string PrintTranslationRole(const TranslationRoles& roles, const std::string& interface,
                                 std::string_view indent) {
  std::string out;
  if (roles.inside.contains(interface)) out += fmt::format("{}ip nat inside\n", indent);
  if (roles.outside.contains(interface)) out += fmt::format("{}ip nat outside\n", indent);
  return out;
}

std::string PrintTranslations(const model::Device& device, const TranslationRoles& roles) {
  return TranslationPrinter(device, roles).Print();
}

std::set<std::string> StandardListsOf(const model::Device& device) {
  std::set<std::string> lists;
  for (const TranslationRule& rule : device.translations) {
    if (IsBalancing(rule)) lists.insert(rule.name.substr(kListRule.size()));
  }
  return lists;
}

}  // namespace ringfence::formats
