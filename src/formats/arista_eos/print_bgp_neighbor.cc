// One BGP neighbour as text.

#include <fmt/format.h>

#include "formats/arista_eos/print.h"
#include "formats/policy_conversion.h"
#include "formats/print_policy_text.h"

namespace ringfence::formats::arista_eos {
namespace {

namespace bgp = routing::bgp;

/// Writes `neighbor NAME ...` lines.
class NeighborPrinter {
 public:
  NeighborPrinter(std::string& out, const std::string& indent, const std::string& name, bool explicit_off)
      : out_(out), indent_(indent), name_(name), explicit_off_(explicit_off) {}

  void Line(std::string_view words) { out_ += fmt::format("{}neighbor {} {}\n", indent_, name_, words); }
  /// The words when `on`; their negation when that has to be said.
  void Flag(bool on, std::string_view words) {
    if (on) return Line(words);
    if (explicit_off_) Negate(words);
  }
  void Negate(std::string_view words) { out_ += fmt::format("{}no neighbor {} {}\n", indent_, name_, words); }

  void Chain(const model::PolicyChain& chain, std::string_view direction) {
    bool list = false, map = false;
    for (const std::string& name : chain.names) {
      const bool filter = name.starts_with(kPrefixFilter);
      (filter ? list : map) = true;
      const std::string_view bare =
          filter ? BareListName(std::string_view(name).substr(kPrefixFilter.size())) : name;
      Line(fmt::format("{} {} {}", filter ? "prefix-list" : "route-map", bare, direction));
    }
    if (!explicit_off_) return;
    if (!list) Negate(fmt::format("prefix-list - {}", direction));
    if (!map) Negate(fmt::format("route-map - {}", direction));
  }

  void Communities(const bgp::NeighborFamily& family) {
    std::string words = "send-community";
    if (family.send_standard) words += " standard";
    if (family.send_extended) words += " extended";
    if (family.send_large) words += " large";
    Flag(family.send_standard || family.send_extended || family.send_large, words);
  }

  void RemovePrivate(bgp::RemovePrivate remove) {
    if (remove == bgp::RemovePrivate::kIfAllPrivate || remove == bgp::RemovePrivate::kLeading)
      Line("remove-private-as");
    if (remove == bgp::RemovePrivate::kAll) Line("remove-private-as all");
    if (remove == bgp::RemovePrivate::kReplace) Line("remove-private-as all replace-as");
    if (remove == bgp::RemovePrivate::kNo && explicit_off_) Negate("remove-private-as");
  }

 private:
  std::string& out_;
  const std::string& indent_;
  const std::string& name_;
  bool explicit_off_;
};

}  // namespace

void PrintNeighbor(std::string& out, const std::string& indent, const std::string& name,
                   const bgp::BgpNeighbor& neighbor, bool explicit_off) {
  NeighborPrinter printer(out, indent, name, explicit_off);
  if (neighbor.local_as) {
    const bgp::LocalAs& local = *neighbor.local_as;
    printer.Line(fmt::format("local-as {}{}{}{}", local.as, local.no_prepend ? " no-prepend" : "",
                             local.replace_as ? " replace-as" : "", local.dual_as ? " fallback" : ""));
  }
  if (!neighbor.update_source_interface.empty())
    printer.Line("update-source " + neighbor.update_source_interface);
  if (neighbor.ebgp_hops_max != 1 || explicit_off)
    printer.Line(fmt::format("ebgp-multihop {}", neighbor.ebgp_hops_max));
  printer.Flag(neighbor.shutdown, "shutdown");
  printer.Flag(neighbor.passive, "passive");
  if (!neighbor.enforce_first_as) printer.Negate("enforce-first-as");
  if (neighbor.enforce_first_as && explicit_off) printer.Line("enforce-first-as");
  printer.Flag(!neighbor.authentication.empty(), "password " + neighbor.authentication);
}

void PrintNeighborFamily(std::string& out, const std::string& indent, const std::string& name,
                         const bgp::NeighborFamily& family, bool explicit_off) {
  NeighborPrinter printer(out, indent, name, explicit_off);
  printer.Line("activate");
  printer.Chain(family.import, "in");
  printer.Chain(family.export_chain, "out");
  printer.Flag(family.next_hop_self == bgp::NextHopSelf::kAlways, "next-hop-self");
  printer.Flag(family.next_hop_self == bgp::NextHopSelf::kUnchanged, "next-hop-unchanged");
  printer.Communities(family);
  printer.RemovePrivate(family.remove_private);
  printer.Flag(family.as_override, "as-path remote-as replace out");
  printer.Flag(family.allow_own_as != 0, fmt::format("allowas-in {}", family.allow_own_as));
  printer.Flag(family.reflector_client, "route-reflector-client");
  if (family.weight) printer.Line(fmt::format("weight {}", *family.weight));
  std::string originate = "default-originate";
  if (!family.default_originate_policy.names.empty())
    originate += " route-map " + family.default_originate_policy.names.front();
  if (!family.default_originate_if_present) originate += " always";
  printer.Flag(family.default_originate, family.default_originate ? originate : "default-originate");
  printer.Flag(family.add_path_send, "additional-paths send any");
  if (family.add_path_receive) {
    if (explicit_off) printer.Line("additional-paths receive");
  } else {
    printer.Negate("additional-paths receive");
  }
}

}  // namespace ringfence::formats::arista_eos
