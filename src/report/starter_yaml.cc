// Problem: a starter must be accepted as it stands, must never rest on a guess, and must show what to write.
// Idea: facts are keys, guesses and examples are comments that become keys when "# " goes; prose is marked
// "##" so that a machine can tell them apart, which is how the tests uncomment them. Names come from files of
// others: as keys they are quoted, in comments everything but printable ASCII is escaped, so that no name can
// end its line.

#include "report/starter_yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/utf8.h"

namespace ringfence::report {
namespace {

/// Words that YAML takes for something else than text.
constexpr std::string_view kTakenWords[] = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"};

bool IsWordByte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         byte == '-' || byte == '_' || byte == '.';
}

bool IsPlain(std::string_view name) {
  if (name.empty() || !std::ranges::all_of(name, IsWordByte)) return false;
  const char first = name.front();
  if (!((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z'))) return false;
  std::string lower(name);
  for (char& byte : lower) byte = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
  return std::ranges::count(kTakenWords, lower) == 0;
}

/// Letters of common use: those of Latin, Greek, Cyrillic and of East Asia. What joins, turns or hides is not
/// among them.
bool IsReadable(char32_t code) {
  return (code >= 0xc0 && code < 0x250) || (code >= 0x391 && code < 0x483) ||
         (code >= 0x3041 && code < 0x3100) || (code >= 0x4e00 && code < 0xa000) ||
         (code >= 0xac00 && code < 0xd7a4);
}

/// A name as a key or value, or what stands for it in an example.
std::string NameOr(std::string_view name, std::string_view other) {
  return YamlName(name).value_or(std::string(other));
}

/// Text in double quotes, for values that are not plain ("a[if]").
std::string Quoted(std::string_view text) {
  const auto name = YamlName(text);
  if (!name) return "\"?\"";
  return name->starts_with('"') ? *name : "\"" + *name + "\"";
}

/// Two devices with addresses, where a flow may run; nullptr when there are none.
struct FlowEnds {
  const study::StarterDevice* ends[2] = {};
  bool found() const { return ends[1] != nullptr; }
};

FlowEnds EndsOf(const study::Starter& starter) {
  FlowEnds flow;
  for (const study::StarterDevice& device : starter.devices) {
    if (!device.hosts || !YamlName(device.name)) continue;
    if (flow.ends[0] == nullptr) {
      flow.ends[0] = &device;
    } else if (device.hosts->family() == flow.ends[0]->hosts->family() &&
               !device.hosts->Overlaps(*flow.ends[0]->hosts)) {
      flow.ends[1] = &device;
      return flow;
    }
  }
  return flow;
}

std::string PartiesText(const study::Starter& starter) {
  std::map<std::string, std::size_t> makers;
  for (const study::StarterDevice& device : starter.devices) {
    if (!device.maker_guess.empty()) ++makers[device.maker_guess];
  }
  std::string text =
      "## Everybody who makes, owns, runs or demands something. Makers follow from the operating systems:\n"
      "## guesses, to be confirmed device by device in inventory.yaml.\n";
  text += makers.empty() ? "# parties:\n" : "parties:\n";
  for (const auto& [maker, count] : makers) {
    text += fmt::format("  {}: {{kind: maker}}  ## {} {}\n", NameOr(maker, "MAKER"), count,
                        count == 1 ? "device" : "devices");
  }
  return text +
         "#   STATE: {name: whoever demands something, kind: state}\n"
         "#   OPERATOR: {name: whoever runs the network, kind: operator, state: STATE}\n"
         "#   SUPPLIER: {name: somebody whom STATE names, kind: maker}\n";
}

std::string RulesText(const study::Starter& starter, base::Date as_of) {
  const FlowEnds flow = EndsOf(starter);
  std::string ends = "DEVICE-A, DEVICE-B", hosts = "192.0.2.0/25, 192.0.2.128/25";
  if (flow.found()) {
    ends = fmt::format("{}, {}", Quoted(flow.ends[0]->name), Quoted(flow.ends[1]->name));
    hosts = fmt::format("\"{}\", \"{}\"", net::ToString(*flow.ends[0]->hosts),
                        net::ToString(*flow.ends[1]->hosts));
  }
  return fmt::format(
      "## Who names whom: always a party's statement, with its source and date.\n"
      "# lists:\n"
      "#   covered: {{by: STATE, names: [SUPPLIER], from: {0}, because: \"the law or decision\"}}\n"
      "# sets:\n"
      "#   untrusted: {{parties: {{listed-on: covered}}, owned-from: 50%}}\n"
      "\n"
      "## What information travels, and between which ends.\n"
      "# information:\n"
      "#   records: {{owner: STATE, releasable-to: [STATE]}}\n"
      "# flows:\n"
      "#   flow-1: {{carries: records, between: [{1}], hosts: [{2}], parties: [STATE]}}\n"
      "\n"
      "## What parties demand. Kinds of rules: confine, deliver, exclude, cap, release, diversify.\n"
      "# rules:\n"
      "#   R-1:\n"
      "#     party: STATE\n"
      "#     because: \"the law, treaty or decision\"\n"
      "#     confine: flow-1\n"
      "#     away-from: untrusted\n"
      "#     levels: [read, alter]\n"
      "#     under: {{failures: 1, of: [link, node]}}\n"
      "#   R-2: {{party: STATE, because: \"the agreement\", deliver: flow-1, under: {{failures: 0}}}}\n",
      base::ToString(as_of), ends, hosts);
}

/// A list in comments under a heading; "" when empty.
std::string ListText(std::string_view heading, const std::vector<std::string>& items) {
  if (items.empty()) return "";
  std::string text = fmt::format("##\n## {}\n", heading);
  for (const std::string& item : items) text += fmt::format("##   {}\n", YamlComment(item));
  if (items.size() == study::kStarterListMax) text += "##   ... and perhaps more\n";
  return text;
}

std::vector<std::string> LinkTexts(const std::vector<study::StarterLink>& links, bool cabled) {
  std::vector<std::string> texts;
  for (const study::StarterLink& link : links) {
    if (link.cabled != cabled) continue;
    std::string subnets;
    for (const net::Prefix& subnet : link.subnets) subnets += "  " + net::ToString(subnet);
    texts.push_back(fmt::format("{}{}", fmt::join(link.ends, " -- "), subnets));
  }
  return texts;
}

std::string NeedsText(const study::Starter& starter) {
  std::vector<std::string> unknown, open;
  for (const study::StarterDevice& device : starter.devices) {
    if (device.maker_guess.empty())
      unknown.push_back(fmt::format("{} ({}, {})", device.name, device.file, device.system));
    if (device.open_lines > 0) open.push_back(fmt::format("{}: {} lines", device.file, device.open_lines));
  }
  std::vector<std::string> segments = LinkTexts(starter.shared, false), hints;
  for (const study::StarterHint& hint : starter.hints)
    hints.push_back(fmt::format("{} to {}? Its description: {}", hint.end, hint.device, hint.description));
  return "## What it still needs: maker, owner and operator of each device; sites and circuits if rules "
         "speak of\n"
         "## them; hosts and managers that no configuration shows; and what is listed here.\n" +
         ListText("errors that keep `check` from an answer", starter.defects) +
         ListText("names that several devices have; only the first is listed below", starter.doubled) +
         ListText("files that no reader knows", starter.unread) +
         ListText("devices whose system runs on equipment of several makers", unknown) +
         ListText("lines that are not modelled (`ringfence parse` shows them); they can leave verdicts open",
                  open) +
         ListText("BGP neighbours outside: state what they announce (key 'announcements')", starter.outside) +
         ListText(
             "subnets with three or more interfaces: say how they are cabled in "
             "batfish/layer1_topology.json",
             segments) +
         ListText("cables that descriptions speak of; state them there too", hints);
}

std::string DeviceText(const study::StarterDevice& device) {
  std::string text = fmt::format("  ## {}, {}\n", YamlComment(device.file), YamlComment(device.system));
  const auto name = YamlName(device.name);
  if (!name)
    return text +
           fmt::format("  ## its name is no UTF-8 and cannot stand here: {}\n", YamlComment(device.name));
  text += fmt::format("  {}:\n    kind: {}\n", *name, device.only_switches ? "switch" : "router");
  text += device.maker_guess.empty()
              ? "#     maker: SUPPLIER  ## unknown: its system runs on equipment of several makers\n"
              : fmt::format("#     maker: {}  ## a guess from its system: confirm it\n",
                            NameOr(device.maker_guess, "MAKER"));
  return text + "#     owner: OPERATOR\n#     operator: OPERATOR\n";
}

std::string CircuitsText(const study::Starter& starter) {
  std::string text = "## What links ride on, where somebody else owns, leases out or runs it.\n# circuits:\n";
  const auto link = std::ranges::find_if(starter.links, [](const study::StarterLink& one) {
    return std::ranges::all_of(one.ends, [](const std::string& end) { return YamlName(end).has_value(); });
  });
  const bool found = link != starter.links.end();
  return text + fmt::format("{}   circuit-1: {{between: [{}, {}], owner: OPERATOR}}\n", found ? "#" : "##",
                            Quoted(found ? link->ends[0] : "DEVICE-A[port]"),
                            Quoted(found ? link->ends[1] : "DEVICE-B[port]"));
}

}  // namespace

std::optional<std::string> YamlName(std::string_view name) {
  if (IsPlain(name)) return std::string(name);
  std::string out = "\"";
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t length = base::Utf8Length(name, at);
    if (length == 0) return std::nullopt;
    const std::string_view bytes = name.substr(at, length);
    const std::uint32_t code = base::Utf8Code(bytes);
    if (code == '"' || code == '\\') {
      out += '\\';
      out += bytes;
    } else if ((code >= 0x20 && code < 0x7f) || IsReadable(code)) {
      out += bytes;
    } else {
      out += code > 0xffff ? fmt::format("\\U{:08x}", code) : fmt::format("\\u{:04x}", code);
    }
    at += length;
  }
  return out + "\"";
}

std::string YamlComment(std::string_view text) {
  std::string out;
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    out += code >= 0x20 && code < 0x7f ? std::string(1, byte) : fmt::format("\\x{:02x}", code);
  }
  return out;
}

std::string StarterPolicy(const study::Starter& starter, base::Date as_of) {
  return fmt::format(
      "## ringfence.yaml: who trusts whom, what information travels, what each party demands.\n"
      "## A start, written by `ringfence init`. Whom anybody trusts is that party's statement, never the\n"
      "## program's: nothing here says so for you, and until you write rules `check` answers 'undecided'.\n"
      "## Lines with ## explain. Lines with # are an example: take '# ' away and put your own names in.\n"
      "## Every key: `ringfence schema policy`.\n"
      "ringfence: 1\n"
      "as-of: {}  ## the day that questions are answered for\n"
      "\n"
      "{}\n"
      "{}",
      base::ToString(as_of), PartiesText(starter), RulesText(starter, as_of));
}

std::string StarterInventory(const study::Starter& starter) {
  std::string text =
      "## inventory.yaml: who makes, owns and runs what. A start, written by `ringfence init`.\n"
      "## Lines with ## explain. Lines with # are guesses and examples: take '# ' away once they are true.\n"
      "## Every key: `ringfence schema inventory`.\n"
      "##\n" +
      NeedsText(starter) + "inventory: 1\n\n";
  const bool any = std::ranges::any_of(
      starter.devices, [](const study::StarterDevice& device) { return YamlName(device.name).has_value(); });
  text += any ? "elements:\n" : "## elements:\n";
  for (const study::StarterDevice& device : starter.devices) text += DeviceText(device);
  return text + "\n" + CircuitsText(starter) +
         ListText("links that shared subnets tell; nothing to do", LinkTexts(starter.links, false)) +
         ListText("links that the layer-1 file names", LinkTexts(starter.links, true));
}

}  // namespace ringfence::report
