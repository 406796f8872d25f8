#include "formats/huawei_vrp/process.h"

#include "formats/huawei_vrp/values.h"
#include "model/fate.h"

namespace ringfence::formats::huawei_vrp {

ProcessHead TakeProcessHead(const Line& line, std::uint32_t most) {
  ProcessHead head;
  head.number = NumberUpTo(line.at(1), most);
  std::size_t word = head.number ? 2 : 1;
  if (line.at(word) == "vpn-instance" && !line.at(word + 1).empty()) {
    head.vrf = std::string(line.at(word + 1));
    word += 2;
  }
  head.whole = line.size() <= word;
  return head;
}

Verdict ReadSilentInterface(Reader& reader, const Line& line, std::vector<VrpSilent>& silent) {
  if (line.at(1) == "all") {
    silent.clear();
    if (!line.undo()) silent.push_back({"", true});
    return Modelled();
  }
  const NameTaken name = TakeInterfaceName(line, 1);
  if (name.name.empty()) return reader.Invalid(line, 1, "not an interface name", model::Impact::kRouting4);
  silent.push_back({name.name, !line.undo()});
  return Modelled();
}

}  // namespace ringfence::formats::huawei_vrp
