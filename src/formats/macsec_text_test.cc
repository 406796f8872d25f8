// Ports that take no clear frames, as several systems write it. Whatever tolerates clear frames, shows bytes
// of them, or is not said, is no protection.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "formats/all_formats_testing.h"

namespace ringfence::formats {
namespace {

/// "%" stands for the lines of the policy.
struct System {
  std::string name, text, strict;
  std::vector<std::string> weak;
};

const std::vector<System>& Systems() {
  static const std::vector<System> kSystems = {
      {"cisco_iosxr",
       "!! IOS XR Configuration 7.3.2\nkey chain K\n macsec\n key 1001\n  key-string password 0a "
       "cryptographic-algorithm aes-256-cmac\n  lifetime 00:00:00 january 01 2020 infinite\n !\n!\n"
       "macsec-policy P\n cipher-suite GCM-AES-XPN-256\n%!\ninterface GigabitEthernet0/0/0/0\n"
       " ipv4 address 10.0.0.1 255.255.255.252\n macsec psk-keychain K policy P\n!\nend\n",
       " security-policy must-secure\n",
       {"", " security-policy should-secure\n", " security-policy must-secure\n conf-offset CONF-OFFSET-30\n",
        " security-policy must-secure\n no security-policy\n"}},
      {"cisco_nxos",
       "!Command: show running-config\nversion 9.3(5) Bios:version\nfeature macsec\nkey chain K macsec\n"
       "  key 1001\n    key-octet-string 7 0a cryptographic-algorithm AES_256_CMAC\nmacsec policy P\n"
       "  cipher-suite GCM-AES-XPN-256\n%interface Ethernet1/1\n  no switchport\n"
       "  ip address 10.0.0.1/30\n  macsec keychain K policy P\n  no shutdown\n",
       "  security-policy must-secure\n",
       {"", "  security-policy should-secure\n",
        "  security-policy must-secure\n  conf-offset CONF-OFFSET-50\n",
        "  security-policy must-secure\nmacsec shutdown\n"}},
      {"arista_eos",
       "! device: r (vEOS, EOS-4.27.0F)\n!\nmac security\n   profile P\n      cipher aes256-gcm-xpn\n"
       "      key 0a1b 7 0c0d\n%!\ninterface Ethernet1\n   no switchport\n   ip address 10.0.0.1/30\n"
       "   mac security profile P\n!\n",
       "      traffic unprotected drop\n",
       {"", "      traffic unprotected allow\n", "      traffic unprotected allow active-sak\n",
        "      traffic unprotected drop\n      no key 0a1b\n"}},
  };
  return kSystems;
}

bool Refuses(const System& system, const std::string& text) {
  const ParsedFile parsed = ParseText(FormatOf(system.name), text);
  return parsed.config.device.interfaces.at(0).macsec;
}

TEST(MacsecText, OnlyWhatIsSaidToRefuseClearFramesProtects) {
  for (const System& system : Systems()) {
    SCOPED_TRACE(system.name);
    const std::string strict = With(system.text, system.strict);
    const ParsedFile parsed = ParseText(FormatOf(system.name), strict);
    EXPECT_TRUE(parsed.diagnostics.items().empty()) << Census(parsed);
    for (const model::LineFate& line : parsed.fates.lines)
      EXPECT_TRUE(line.fate != model::Fate::kUnmodelled && line.fate != model::Fate::kUnknown)
          << Census(parsed);
    EXPECT_TRUE(Refuses(system, strict));
    EXPECT_TRUE(parsed.config.device.interfaces.at(0).macsec_span.valid());
    ExpectPrintsBack(FormatOf(system.name), strict, system.name);
    for (const std::string& weak : system.weak)
      EXPECT_FALSE(Refuses(system, With(system.text, weak))) << weak;
  }
}

TEST(MacsecText, UndefinedNamesProtectNothing) {
  for (const System& system : Systems()) {
    SCOPED_TRACE(system.name);
    std::string text = With(system.text, system.strict);
    // The last use of the policy is the port.
    text.replace(text.rfind(" P\n"), 3, " Q\n");
    const ParsedFile parsed = ParseText(FormatOf(system.name), text);
    EXPECT_NE(IdsOf(parsed).find("reference-undefined"), std::string::npos) << Census(parsed);
    EXPECT_FALSE(Refuses(system, text));
  }
}

}  // namespace
}  // namespace ringfence::formats
