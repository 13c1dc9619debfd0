<?xml version="1.0" encoding="utf-8"?>
<!-- Writes the class of a .resx file: all of its texts by key, and a member for each key that is a C# name (codes such as deal.closed and phrases with spaces are not). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text" encoding="utf-8" />
  <xsl:param name="namespace" />
  <xsl:param name="class" />
  <xsl:template match="/root">
    <xsl:text>// &lt;auto-generated /&gt;
using Crm.Api.Localization;
using Crm.Domain.Kernel;

namespace </xsl:text><xsl:value-of select="$namespace" /><xsl:text>;

internal static partial class </xsl:text><xsl:value-of select="$class" /><xsl:text>
{
    public static TextTable All { get; } = new("</xsl:text><xsl:value-of select="concat($namespace, '.', $class)" /><xsl:text>", typeof(</xsl:text><xsl:value-of select="$class" /><xsl:text>).Assembly);
</xsl:text>
    <xsl:apply-templates select="data[contains('ABCDEFGHIJKLMNOPQRSTUVWXYZ', substring(@name, 1, 1)) and not(contains(@name, ' ') or contains(@name, '-') or contains(@name, ':'))]" />
    <xsl:text>}
</xsl:text>
  </xsl:template>
  <xsl:template match="data">
    <xsl:text>
    public static Localized </xsl:text><xsl:value-of select="@name" /><xsl:text> => All["</xsl:text><xsl:value-of select="@name" /><xsl:text>"];
</xsl:text>
  </xsl:template>
</xsl:stylesheet>
