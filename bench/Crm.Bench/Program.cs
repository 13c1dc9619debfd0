using Crm.Bench;

try
{
    return new Run(Options.Parse(args)).Execute();
}
catch (BenchException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
